import { sql } from 'kysely';
import type { RmaId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { CommandMeta } from './run-rma-command.ts';

/**
 * Keeps what somebody wrote when a return was opened, apart from its events, so that it can be erased.
 * @param at when it was written, where that was elsewhere and before
 */
export async function addNote(
  app: App,
  tx: Tx,
  meta: CommandMeta,
  rmaId: RmaId,
  body: string,
  at?: Instant,
): Promise<void> {
  if (body === '') return;
  const { merchantId, actor } = meta;
  const byBuyer = actor.kind === 'buyer';
  const via = byBuyer ? (actor.id === '' ? 'platform' : 'portal') : 'note';
  const writtenAt = at ?? app.clock.now();
  await sql`insert into rma_message (merchant_id, rma_id, message_id, direction, via, author_kind, author_id, body, state,
      opening, written_at)
    values (${merchantId}, ${rmaId}, ${app.newId('msg')}, ${byBuyer ? 'in' : 'out'}, ${via},
      ${byBuyer ? 'buyer' : 'staff'}, ${actor.id}, ${body}, ${byBuyer ? 'received' : 'noted'}, ${byBuyer}, ${writtenAt})`.execute(
    tx,
  );
}
