import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { sum } from '../../domain/money.ts';
import { type Advance, advanceState, outstandingLines } from '../../domain/returns/advance.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

/** The row of `exposure` as the return stands; none where nothing was paid ahead of goods. */
export function exposureRows(rma: Rma, merchantId: MerchantId) {
  const { advance } = rma;
  if (!advance) return [];
  const state = advanceState(rma);
  const outstanding = minorOf(outstandingLines(rma), advance);
  const last = advance.chases.at(-1);
  return [
    {
      merchant_id: merchantId,
      rma_id: rma.id,
      shop_id: rma.shopId,
      moment: advance.on,
      state,
      currency: currencyOf(advance),
      amount_minor: minorOf(advance.lines, advance),
      open_minor: state === 'open' ? outstanding : '0',
      written_off_minor: state === 'written_off' ? outstanding : '0',
      waybills: advance.waybills ?? [],
      advanced_on: advance.day,
      advanced_at: advance.at,
      closed_at: advance.closedAt ?? null,
      chases: advance.chases.length,
      last_chase: last?.kind ?? null,
      last_chase_note: last?.note ?? null,
      last_chase_at: last?.at ?? null,
      written_off_by: advance.writtenOff?.by ?? null,
      written_off_because: advance.writtenOff?.because ?? null,
      written_off_at: advance.writtenOff?.at ?? null,
    },
  ];
}

const currencyOf = ({ lines }: Advance): string => lines[0]?.amount.currency ?? 'CNY';

const minorOf = (lines: Advance['lines'], advance: Advance): string =>
  String(
    sum(
      lines.map(({ amount }) => amount),
      currencyOf(advance),
    ).minor,
  );

/** Whether an event can have moved the exposure of a return that has one. */
const moves = ({ type }: RmaEvent): boolean => type.startsWith('advance_') || type.startsWith('line_');

/** Writes the exposure of a return that has one: all others cost no statement. */
export async function saveExposure(
  tx: Tx,
  merchantId: MerchantId,
  rma: Rma,
  events: readonly RmaEvent[],
  now: Instant,
): Promise<void> {
  const rows = exposureRows(rma, merchantId);
  if (rows.length === 0 || !events.some(moves)) return;
  await sql`insert into exposure select * from jsonb_populate_recordset(null::exposure,
      ${JSON.stringify(rows.map((row) => ({ ...row, updated_at: now })))}::jsonb)
    on conflict (merchant_id, rma_id) do update set state = excluded.state, open_minor = excluded.open_minor,
      written_off_minor = excluded.written_off_minor, closed_at = excluded.closed_at, chases = excluded.chases,
      last_chase = excluded.last_chase, last_chase_note = excluded.last_chase_note,
      last_chase_at = excluded.last_chase_at, written_off_by = excluded.written_off_by,
      written_off_because = excluded.written_off_because, written_off_at = excluded.written_off_at,
      updated_at = excluded.updated_at`.execute(tx);
}
