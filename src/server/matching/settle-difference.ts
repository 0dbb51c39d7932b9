import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { isOfOtherCurrency, type MatchAction } from '../../domain/matching/settle.ts';
import { money } from '../../domain/money.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { bookDocument } from '../books/book-documents.ts';
import type { Tx } from '../db/database.ts';
import { hashOf } from '../hash-of.ts';
import type { CommandMeta } from '../returns/run-rma-command.ts';
import { readDifference } from './match-lists.ts';
import { GATEWAY_ZONE } from './match-statements.ts';

/**
 * What a person does about a difference, and why. `gap`: what he has seen before him when he booked it. `charged`: of a line
 * in another currency, what the account was charged in ours.
 */
export type Settlement = { note: string } & (
  | { action: Exclude<MatchAction, 'book' | 'wait' | 'link'> }
  | { action: 'book'; gap: string; charged?: string | undefined }
  | { action: 'wait'; until: string }
  | { action: 'link'; refundId: string }
);

type Settled = NonNullable<Awaited<ReturnType<typeof readDifference>>>;
type Rejected =
  | { code: 'difference_not_found' }
  | { code: 'difference_not_open' }
  | { code: 'command_id_reused' }
  | { code: 'charge_not_said' }
  | { code: 'action_does_not_fit' }
  | { code: 'amount_changed' }
  | { code: 'day_not_to_come' }
  | { code: 'refund_not_missing' }
  | { code: 'refund_of_other_trade' }
  | { code: string };

/**
 * Settles a difference, once for each command. What is booked is a paper of the books like any other; a refund is never
 * changed from here.
 */
export async function settleDifference(
  app: App,
  tx: Tx,
  id: string,
  said: Settlement,
  meta: CommandMeta,
): Promise<Result<Settled, Rejected>> {
  const { merchantId, commandId } = meta;
  const today = localDate(app.clock.now(), GATEWAY_ZONE);
  const commandHash = hashOf({ id, ...said });
  await sql`select pg_advisory_xact_lock(hashtextextended(${`match command ${merchantId} ${commandId}`}, 0))`.execute(
    tx,
  );
  // Locked first, and read by statements of their own: a repeat that waited here sees what the first one did.
  await sql`select from match_difference where merchant_id = ${merchantId} and difference_id = ${id} for update`.execute(
    tx,
  );
  const { rows } = await sql<{ hash: Buffer | null }>`select command_hash as hash from match_event
    where merchant_id = ${merchantId} and command_id = ${commandId}`.execute(tx);
  const difference = await readDifference(tx, merchantId, id, today);
  if (!difference) return reject({ code: 'difference_not_found' });
  const [ran] = rows;
  if (ran) return ran.hash?.equals(commandHash) === false ? reject({ code: 'command_id_reused' }) : ok(difference);
  if (difference.state !== 'open') return reject({ code: 'difference_not_open' });
  if (!difference.actions.includes(said.action)) return reject({ code: 'action_does_not_fit' });
  const done = await act(app, tx, difference, said, meta);
  if (!done.ok) return done;
  await sql`insert into match_event (merchant_id, difference_id, seq, action, actor_id, at, note, book_number, command_id,
      command_hash)
    select ${merchantId}, ${id}, coalesce(max(seq), 0) + 1, ${said.action}, ${meta.actor.id}, ${app.clock.now()}, ${said.note},
      ${done.value.bookNumber ?? null}, ${commandId}, ${commandHash}
    from match_event where merchant_id = ${merchantId} and difference_id = ${id}`.execute(tx);
  return ok(present(await readDifference(tx, merchantId, id, today), 'the difference'));
}

type Done = Result<{ bookNumber?: string }, { code: string }>;

async function act(app: App, tx: Tx, difference: Settled, said: Settlement, meta: CommandMeta): Promise<Done> {
  const of = sql`merchant_id = ${meta.merchantId} and difference_id = ${difference.id}`;
  const now = app.clock.now();
  const over = sql`state = 'settled', over_at = ${now}`;
  switch (said.action) {
    case 'take':
    case 'raise':
      await sql`update match_difference set owner_id = ${meta.actor.id} where ${of}`.execute(tx);
      return ok({});
    case 'wait': {
      const { until } = said;
      if (until <= localDate(now, GATEWAY_ZONE)) return reject({ code: 'day_not_to_come' });
      await sql`update match_difference set waits_until = ${until}, due_on = ${until},
        owner_id = coalesce(owner_id, ${meta.actor.id}) where ${of}`.execute(tx);
      return ok({});
    }
    case 'explain':
      await sql`update match_difference set ${over} where ${of}`.execute(tx);
      return ok({});
    case 'book': {
      const seen = figureToBook(difference, said);
      if (!seen.ok) return seen;
      const { gap, left } = seen.value;
      const booked = left === 0n ? ok({}) : await book(app, tx, difference, { left, note: said.note }, meta);
      if (!booked.ok) return booked;
      await sql`update match_difference set ${over}, gap_minor = ${gap}, booked_minor = ${gap} where ${of}`.execute(tx);
      return booked;
    }
    case 'link':
      return link(app, tx, difference, said.refundId, meta);
  }
}

/**
 * What is booked is what the person has seen. Of two currencies nothing can be taken from a line: he says what the account
 * was charged.
 */
function figureToBook(
  { cause, gap, left, ours }: Settled,
  said: Extract<Settlement, { action: 'book' }>,
): Result<{ gap: bigint; left: bigint }, { code: string }> {
  if (said.gap !== gap.minor) return reject({ code: 'amount_changed' });
  if (!isOfOtherCurrency(cause)) {
    return said.charged === undefined
      ? ok({ gap: BigInt(gap.minor), left: BigInt(left.minor) })
      : reject({ code: 'action_does_not_fit' });
  }
  if (said.charged === undefined) return reject({ code: 'charge_not_said' });
  const booked = BigInt(gap.minor) - BigInt(left.minor);
  const due = BigInt(said.charged) - BigInt(ours?.minor ?? 0n);
  return ok({ gap: due, left: due - booked });
}

async function book(
  app: App,
  tx: Tx,
  difference: Settled,
  { left, note }: { left: bigint; note: string },
  meta: CommandMeta,
): Promise<Result<{ bookNumber: string }, { code: string }>> {
  const platform = await platformOf(tx, meta.merchantId, difference.vendor);
  const written = await bookDocument(
    app,
    tx,
    {
      kind: 'statement_difference',
      item: difference.rmaNumber ?? difference.number.slice(0, 60),
      amount: money(left < 0n ? -left : left, difference.left.currency),
      as: difference.bookedAs,
      ...(left < 0n ? { less: true } : {}),
      ...(platform ? { platform } : {}),
    },
    {
      occurredOn: difference.day,
      memo: `${difference.vendor} ${difference.number} ${note}`.slice(0, 200),
      attachments: 1,
    },
    meta,
  );
  return written.ok ? ok({ bookNumber: written.value.number }) : written;
}

/** A marketplace's bill is no gateway's: its money is owed by the marketplace. */
async function platformOf(tx: Tx, merchantId: MerchantId, vendor: string): Promise<string | undefined> {
  const { rows } =
    await sql`select from shop where merchant_id = ${merchantId} and channel = ${vendor} limit 1`.execute(tx);
  return rows.length > 0 ? vendor : undefined;
}

/** The line counts as that refund from the next match on, which then sees whether day and amount agree. */
async function link(
  app: App,
  tx: Tx,
  { id, vendor, shopId, number }: Settled,
  refundId: string,
  { merchantId }: CommandMeta,
): Promise<Done> {
  const { rows } = await sql<{ isOfTrade: boolean }>`select coalesce(d.trade_number = (select l.trade_number
      from match_difference l where l.merchant_id = d.merchant_id and l.difference_id = ${id}), false) as "isOfTrade"
    from match_difference d where d.merchant_id = ${merchantId} and d.vendor = ${vendor} and d.shop_id = ${shopId ?? ''} and d.refund_id = ${refundId}
      and d.kind = 'missing_at_gateway' and d.state = 'open' for update of d`.execute(tx);
  const [missing] = rows;
  if (!missing) return reject({ code: 'refund_not_missing' });
  if (!missing.isOfTrade) return reject({ code: 'refund_of_other_trade' });
  await sql`insert into statement_link (merchant_id, vendor, shop_id, their_number, refund_id)
    values (${merchantId}, ${vendor}, ${shopId ?? ''}, ${number}, ${refundId})`.execute(tx);
  await sql`update match_difference set state = 'settled', over_at = ${app.clock.now()}
    where merchant_id = ${merchantId} and difference_id = ${id}`.execute(tx);
  return ok({});
}
