import { sql } from 'kysely';
import type { RmaId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { CommandMeta } from './run-rma-command.ts';

/** Keeps what somebody wrote about a return, apart from its events, so that it can be erased. */
export async function addNote(app: App, tx: Tx, meta: CommandMeta, rmaId: RmaId, body: string): Promise<void> {
  if (body === '') return;
  const author = meta.actor.kind === 'staff' ? 'staff' : 'buyer';
  await sql`insert into rma_note (merchant_id, rma_id, note_id, author_kind, author_id, body)
    values (${meta.merchantId}, ${rmaId}, ${app.newId('note')}, ${author}, ${meta.actor.id}, ${body})`.execute(tx);
}
