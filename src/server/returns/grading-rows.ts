import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import type { Actor } from './rma-store.ts';

type Folded = { seq: number; event: RmaEvent; before: Rma | null; after: Rma };

/** What is counted of inspecting: how much each has inspected, and what two said of the same goods. */
export async function saveGrading(
  tx: Tx,
  merchantId: MerchantId,
  folded: readonly Folded[],
  actor: Actor,
  now: Instant,
): Promise<void> {
  const inspected = folded.filter(({ event }) => event.type === 'line_inspected').length;
  const looks = folded.flatMap((each) => secondLookRow(each));
  await Promise.all([
    inspected > 0 && actor.kind !== 'system'
      ? sql`insert into inspector_tally (merchant_id, inspector_id, inspected)
          values (${merchantId}, ${actor.id}, ${inspected}) on conflict (merchant_id, inspector_id)
          do update set inspected = inspector_tally.inspected + excluded.inspected`.execute(tx)
      : null,
    looks.length > 0
      ? sql`insert into second_look (merchant_id, rma_id, rma_seq, line_id, sku, quantity, first_by, second_by,
            first_grade, second_grade, first_failed, second_failed, first_checks, second_checks, agrees, looked_at)
          select ${merchantId}, l.*, ${now}::timestamptz from json_to_recordset(${JSON.stringify(looks)}::json) as l(rma_id text, rma_seq int,
            line_id text, sku text, quantity int, first_by text, second_by text, first_grade text, second_grade text,
            first_failed text[], second_failed text[], first_checks text[], second_checks text[], agrees boolean)`.execute(
          tx,
        )
      : null,
  ]);
}

const codeOf = ({ grade, gradeName }: { grade: string | null; gradeName?: { code: string } }): string =>
  gradeName?.code ?? grade ?? '';

function secondLookRow({ seq, event, before, after }: Folded) {
  if (event.type !== 'line_looked_again') return [];
  const line = before?.lines.find(({ id }) => id === event.lineId);
  if (!line?.secondLook) return [];
  return [
    {
      rma_id: after.id,
      rma_seq: seq,
      line_id: line.id,
      sku: line.sku,
      quantity: line.quantity,
      first_by: line.secondLook.by,
      second_by: event.by,
      first_grade: codeOf(line),
      second_grade: codeOf(event),
      first_failed: line.failedTests,
      second_failed: event.failedTests,
      first_checks: line.failedChecks ?? [],
      second_checks: event.failedChecks ?? [],
      agrees: event.agrees,
    },
  ];
}
