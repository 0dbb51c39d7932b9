import { sql } from 'kysely';
import type { RedSheet, SheetLookup, SheetOutcome } from '../../connectors/invoicing/port.ts';
import { never } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { afterSheet, type RedState } from '../../domain/invoicing/red-task.ts';
import { type Instant, plusMs, toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { RedStep } from './red-step.ts';
import { redVatIssued } from './red-vat-issued.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SHORTEST_PAUSE_MS = MINUTE_MS / 2;

/** How long until a sheet is looked at again. A confirmed one is issued at once. */
const lookAgainMs: Partial<Record<RedState, number>> = {
  applying: MINUTE_MS,
  awaiting_buyer: 10 * MINUTE_MS,
  awaiting_us: 10 * MINUTE_MS,
  blocked: 6 * HOUR_MS,
};

/** What the outcome makes of the task. A later attempt, or a person, may have been faster: then it changes nothing. */
export async function settleRed(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  step: RedStep,
  outcome: SheetOutcome | SheetLookup,
): Promise<'on' | 'stop'> {
  const now = app.clock.now();
  const set = async (values: ReturnType<typeof sql>): Promise<'on'> => {
    await sql`update red_invoice set ${values}, updated_at = ${now}
      where merchant_id = ${merchantId} and red_id = ${step.id} and attempts = ${step.attempt}`.execute(tx);
    return 'on';
  };
  const waits = (state: RedState, at: Instant, cause: string | null, code: string | null = null) =>
    set(sql`state = ${state}, next_at = ${at}, reason_code = ${code}, cause = ${cause?.slice(0, 500) ?? null}`);
  switch (outcome.kind) {
    case 'sheet':
      await set(sheetWrites(step, outcome.sheet, now));
      if (outcome.sheet.red) await redVatIssued(app, tx, merchantId, step.id);
      return 'on';
    case 'refused':
      if (step.act === 'apply')
        return set(sql`state = 'refused', reason_code = ${outcome.code.slice(0, 100)},
          cause = ${outcome.message.slice(0, 500)}, next_at = null`);
      // The sheet is there all the same: what became of it is asked, and it may be tried again or withdrawn.
      return waits(sheetStands(step), plusMs(now, 10 * MINUTE_MS), outcome.message, outcome.code);
    case 'absent': {
      if (step.act !== 'find') return waits(step.state, pauseAfter(now, step.sentAt), 'the sheet is not there');
      // A call that was given up may still be on its way.
      const surely = plusMs(step.sentAt, step.port.settlesMs);
      return surely > now
        ? waits('applying', surely, 'not_there_yet')
        : set(sql`state = 'queued', next_at = null, cause = null`);
    }
    case 'throttled':
      return waits(unsent(step), plusMs(now, outcome.retryAfterMs), null);
    case 'configuration_fault':
      await set(sql`state = ${unsent(step)}`);
      await sql`update invoicing_terms set halted = ${outcome.message.slice(0, 500)}
        where merchant_id = ${merchantId}`.execute(tx);
      app.log.warn({ merchantId, reason: outcome.message }, 'the red-invoice service refuses our keys');
      return 'stop';
    case 'unknown':
      return waits(step.state, pauseAfter(now, step.sentAt), outcome.cause);
    default:
      return never(outcome);
  }
}

function sheetWrites(step: RedStep, sheet: RedSheet, now: Instant): ReturnType<typeof sql> {
  const { red, status } = sheet;
  const facts = sql`sheet_id = ${sheet.sheetId}, sheet_status = ${status}, confirm_by = ${sheet.confirmBy}`;
  const said = afterSheet({ status, isIssued: red !== null });
  if (red)
    return sql`${facts}, state = 'issued', red_number = ${red.number}, issued_on = ${red.issuedOn}, next_at = null,
      reason_code = null, cause = null`;
  // Asked after while the order to issue may still be on its way.
  const surely = plusMs(step.sentAt, step.port.settlesMs);
  if (step.act === 'query' && step.state === 'issuing' && said === 'confirmed' && surely > now)
    return sql`${facts}, next_at = ${surely}`;
  const pause = lookAgainMs[said];
  const nextAt = pause === undefined ? null : plusMs(now, pause);
  return sql`${facts}, state = ${said}, next_at = ${nextAt}, reason_code = null, cause = null`;
}

/** What was turned away at the door was not sent; a question that was turned away has answered nothing. */
const unsent = ({ act, state }: RedStep): RedState =>
  act === 'apply' ? 'queued' : act === 'issue' ? 'confirmed' : state;

/** Refused by the service while a sheet lies there: it is looked at before anything is sent again. */
const sheetStands = ({ act, state }: RedStep): RedState =>
  act === 'issue' || act === 'revoke' ? 'awaiting_buyer' : state;

/** As long again as it has been waited. */
const pauseAfter = (now: Instant, sentAt: Instant): Instant =>
  plusMs(now, Math.min(HOUR_MS, Math.max(SHORTEST_PAUSE_MS, toMs(now) - toMs(sentAt))));
