import { sql } from 'kysely';
import { GONE, type NoticeOutcome } from '../../connectors/notice/port.ts';
import type { StockChange } from '../../contract/stock-hook.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { pauseAfter } from '../../domain/notices/timing.ts';
import { type Instant, plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { answerSentence } from '../notices/answer-sentence.ts';
import { iso } from '../orders/order-store.ts';
import { changeColumns, positionChanges } from './changes.ts';
import { askToTell, type Hook, lockHook } from './hook-store.ts';

export type TellStock = { merchantId: MerchantId };

type Due = StockChange & { attempts: number };

/** Different articles at once; of one article one after another. */
const AT_ONCE = 8;
const MOST_ROUNDS = 50;
/** With the pauses between them, most of a day. Then a person looks. */
export const MOST_ATTEMPTS = 12;

/**
 * Tells the system outside what has changed, each article in its order: while one of its changes waits or is dead, those
 * after it wait. A change may be told twice, under the same id.
 */
export async function tellStock(app: App, { merchantId }: TellStock): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const taken = await app.db.inMerchant(merchantId, (tx) => takeUp(app, tx, merchantId));
    if (!taken) return;
    if (taken.due.length === 0) {
      if (taken.nextAt) await later(app, merchantId, taken.nextAt);
      return;
    }
    const { hook } = taken;
    const answers = await Promise.all(
      taken.due.map(async (change) => ({ change, outcome: await send(app, hook, change) })),
    );
    const isGone = await app.db.inMerchant(merchantId, (tx) => settle(app, tx, merchantId, answers));
    if (isGone) return;
  }
  await later(app, merchantId, app.clock.now());
}

const later = (app: App, merchantId: MerchantId, at: Instant): Promise<void> =>
  app.db.inMerchant(merchantId, (tx) => askToTell(app, tx, merchantId, at));

type Taken = { hook: Hook; due: Due[]; nextAt: Instant | null };

async function takeUp(app: App, tx: Tx, merchantId: MerchantId): Promise<Taken | undefined> {
  const hook = await lockHook(tx, app.secrets, merchantId);
  if (!hook || hook.paused) return undefined;
  const now = app.clock.now();
  await positionChanges(tx, merchantId);
  await sql`insert into stock_delivery (merchant_id, position, sku, next_at)
    select c.merchant_id, c.position, c.sku, ${now} from stock_change c
    where c.merchant_id = ${merchantId} and c.position > ${hook.position}
    on conflict do nothing`.execute(tx);
  await sql`update stock_hook set position = greatest(position, (select coalesce(max(position), 0) from stock_change
    where merchant_id = ${merchantId})) where merchant_id = ${merchantId}`.execute(tx);
  const { rows } = await sql<Due & { nextAt: Instant }>`with head as (
      select distinct on (sku) position, state, next_at, attempts from stock_delivery
      where merchant_id = ${merchantId} and state in ('waiting', 'dead') order by sku, position
    )
    select ${changeColumns}, h.attempts, ${iso('h.next_at')} as "nextAt" from head h
    join stock_change c on c.merchant_id = ${merchantId} and c.position = h.position
    where h.state = 'waiting' order by h.next_at, h.position limit ${AT_ONCE}`.execute(tx);
  const due = rows.filter((row) => row.nextAt <= now);
  await sql`update stock_delivery set attempts = attempts + 1
    where merchant_id = ${merchantId} and position = any(${due.map(({ position }) => position)}::bigint[])`.execute(tx);
  return { hook, due, nextAt: rows[0]?.nextAt ?? null };
}

function send(app: App, { url, secret }: Hook, { id, position, sku, location, delta, balance, movementIds, at }: Due) {
  const data = { id, position, sku, location, delta, balance, movementIds };
  const body = JSON.stringify({ type: 'stock.changed', timestamp: at, data });
  return app.signedHook.send({ url, secret, id, body }, { mayBeNear: app.config.nearVendors, now: app.clock.now });
}

type Answered = { change: Due; outcome: NoticeOutcome };

/** @returns whether the other side wants nothing more */
async function settle(app: App, tx: Tx, merchantId: MerchantId, answers: readonly Answered[]): Promise<boolean> {
  const now = app.clock.now();
  for (const { change, outcome } of answers) {
    const { state, attempts, nextAt, cause } = afterAnswer(change.attempts + 1, outcome, now);
    await sql`update stock_delivery set state = ${state}, attempts = ${attempts}, next_at = ${nextAt}, cause = ${cause},
        settled_at = ${state === 'waiting' ? null : now}
      where merchant_id = ${merchantId} and position = ${change.position} and state = 'waiting'`.execute(tx);
  }
  const bad = answers.flatMap(({ outcome }) => (outcome.kind === 'sent' ? [] : [answerSentence(outcome)]));
  const isGone = answers.some(({ outcome }) => outcome.kind === 'rejected' && outcome.code === GONE);
  await sql`update stock_hook set paused = paused or ${isGone}, last_error = ${bad[0] ?? null},
      failing_since = case when ${bad.length} > 0 then coalesce(failing_since, ${now}) end,
      last_sent_at = case when ${bad.length < answers.length} then ${now} else last_sent_at end
    where merchant_id = ${merchantId}`.execute(tx);
  return isGone;
}

/** What becomes of a delivery. Being asked to wait is no failure. */
function afterAnswer(attempts: number, outcome: NoticeOutcome, now: Instant) {
  if (outcome.kind === 'sent') return { state: 'sent', attempts, nextAt: now, cause: null } as const;
  const cause = answerSentence(outcome);
  if (outcome.kind === 'throttled') {
    const nextAt = plusMs(now, outcome.retryAfterMs);
    return { state: 'waiting', attempts: attempts - 1, nextAt, cause } as const;
  }
  const isDead = attempts >= MOST_ATTEMPTS;
  return { state: isDead ? 'dead' : 'waiting', attempts, nextAt: plusMs(now, pauseAfter(attempts)), cause } as const;
}
