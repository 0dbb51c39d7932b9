import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { FileId, MerchantId, MessageId, RmaId } from '../../domain/ids.ts';
import type { MessageState, MessageVia } from '../../domain/returns/negotiation.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

export type MessageRow = {
  id: MessageId;
  direction: 'in' | 'out';
  via: MessageVia | 'note';
  authorKind: 'buyer' | 'staff' | 'api_key' | 'platform' | 'system';
  authorId: string;
  body: string;
  pictures: FileId[];
  picturesElsewhere: number;
  externalId: string | null;
  state: MessageState | 'noted';
  cause: string | null;
  attemptedAt: Instant | null;
  writtenAt: Instant;
};

/** The same words under the same command are the same message; other words under it are another. */
export const messageIdOf = (rmaId: RmaId, ...parts: readonly string[]): MessageId =>
  `msg_${createHash('sha256')
    .update(JSON.stringify([rmaId, ...parts]))
    .digest('hex')
    .slice(0, 26)}`;

export type NewMessage = Pick<
  MessageRow,
  'id' | 'direction' | 'via' | 'authorKind' | 'authorId' | 'body' | 'state' | 'writtenAt'
> &
  Partial<Pick<MessageRow, 'pictures' | 'picturesElsewhere' | 'externalId'>>;

/** @returns false where it is there already */
export async function addMessage(tx: Tx, merchantId: MerchantId, rmaId: RmaId, row: NewMessage): Promise<boolean> {
  const { rows } =
    await sql`insert into rma_message (merchant_id, rma_id, message_id, direction, via, author_kind, author_id,
      body, pictures, pictures_elsewhere, external_id, state, written_at)
    values (${merchantId}, ${rmaId}, ${row.id}, ${row.direction}, ${row.via}, ${row.authorKind}, ${row.authorId}, ${row.body},
      ${row.pictures ?? []}, ${row.picturesElsewhere ?? 0}, ${row.externalId ?? null}, ${row.state}, ${row.writtenAt})
    on conflict do nothing returning message_id`.execute(tx);
  return rows.length > 0;
}

const columns = sql`message_id as id, direction, via, author_kind as "authorKind", author_id as "authorId", body, pictures,
  pictures_elsewhere as "picturesElsewhere", external_id as "externalId", state, cause, attempted_at as "attemptedAt",
  written_at as "writtenAt"`;

export async function findMessage(
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  id: MessageId,
): Promise<MessageRow | undefined> {
  const { rows } = await sql<MessageRow>`select ${columns} from rma_message
    where merchant_id = ${merchantId} and rma_id = ${rmaId} and message_id = ${id}`.execute(tx);
  return rows[0];
}

/** One page of a thread, the newest first. Notes are left out for buyers. */
export async function pageOfMessages(
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  { after, limit }: { after?: string | undefined; limit: number },
  audience: 'staff' | 'buyer',
) {
  const cursor = readCursor(after);
  const { rows } = await sql<MessageRow>`select ${columns} from rma_message
    where merchant_id = ${merchantId} and rma_id = ${rmaId}
      ${audience === 'buyer' ? sql`and via <> 'note'` : sql``}
      ${cursor ? sql`and (written_at, message_id) < (${cursor[0]}::timestamptz, ${cursor[1]})` : sql``}
    order by written_at desc, message_id desc limit ${limit + 1}`.execute(tx);
  return pageFrom(rows, limit, (row) => cursorOf(row.writtenAt, row.id));
}

/** A message that waits already keeps the mark of a call that may be on its way: see `markAttempt`. */
export async function settleMessage(
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  id: MessageId,
  change: { state: MessageState; cause: string | null },
): Promise<void> {
  await sql`update rma_message set state = ${change.state}, cause = ${change.cause},
      attempted_at = case when ${change.state} = 'pending' and state <> 'pending' then null else attempted_at end
    where merchant_id = ${merchantId} and rma_id = ${rmaId} and message_id = ${id}`.execute(tx);
}

/** Whether a call is on its way that may reach the platform; set before it leaves. */
export async function markAttempt(
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  id: MessageId,
  at: Instant | null,
): Promise<void> {
  await sql`update rma_message set attempted_at = ${at}
    where merchant_id = ${merchantId} and rma_id = ${rmaId} and message_id = ${id}`.execute(tx);
}
