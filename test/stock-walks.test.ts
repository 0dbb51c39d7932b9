import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { permissions } from '../src/domain/people/permissions.ts';
import type { Tx } from '../src/server/db/database.ts';
import { lockHoldings } from '../src/server/stock/holdings.ts';
import { startHarness } from './support/app-harness.ts';
import { inspectionDesk } from './support/inspection-desk.ts';
import { stockDesk } from './support/stock-desk.ts';
import { type Step, StockWalk, stepKinds } from './support/stock-walk.ts';

const harness = await startHarness();
const { program, merchantId, keyWith } = harness;
const desk = stockDesk(harness);
const inMerchant = <T>(work: (tx: Tx) => Promise<T>) => program.app.db.inMerchant(merchantId, work);
const asked = inject('stockWalks');
const { runs, steps, seed } = asked ?? { runs: 12, steps: 12, seed: null };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...stepKinds),
  a: fc.nat(11),
  b: fc.nat(6),
  units: fc.integer({ min: 1, max: 3 }),
  isOther: fc.boolean(),
});
/** Goods that are judged and put away: without any, most steps would find nothing to do. */
const start: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('bring' as const),
  // At different costs into one place, where they mix.
  a: fc.constantFrom(2, 6, 10),
  b: fc.constantFrom(0, 0, 1, 2, 4, 5, 6),
  units: fc.integer({ min: 2, max: 4 }),
  isOther: fc.boolean(),
});
/** A step, or two at the same moment. */
const moment = fc.oneof({ weight: 5, arbitrary: fc.tuple(step) }, { weight: 1, arbitrary: fc.tuple(step, step) });

/** What must come out empty, whatever was done to an article. */
const faults: Record<string, (sku: string) => ReturnType<typeof sql<{ fault: string }>>> = {
  'balances equal the sum of their movements': (sku) => sql`
    with moved as (
      select location, condition, sum(quantity) as quantity, sum(value) as value from (
        select to_location as location, to_condition as condition, quantity, value_minor as value
          from stock_movement where merchant_id = ${merchantId} and sku = ${sku}
        union all
        select from_location, from_condition, -quantity, -coalesce(cost_minor, value_minor)
          from stock_movement where merchant_id = ${merchantId} and sku = ${sku}) as side
      group by location, condition)
    select format('%s/%s: %s worth %s is kept as %s worth %s', location, condition, m.quantity, m.value, b.quantity, b.value_minor) as fault
    from moved m full join (select * from stock_balance where merchant_id = ${merchantId} and sku = ${sku}) as b
      using (location, condition)
    where coalesce(m.quantity, 0) <> coalesce(b.quantity, 0) or coalesce(m.value, 0) <> coalesce(b.value_minor, 0)`,
  'no place holds less than nothing, and nothing is worth something': (sku) => sql`
    select format('%s/%s: %s worth %s', location, condition, quantity, value_minor) as fault from stock_balance
    where merchant_id = ${merchantId} and sku = ${sku} and location not in ('customer', 'supplier', 'difference')
      and (quantity < 0 or value_minor < 0 or (quantity = 0 and value_minor <> 0)
        or (condition = 'scrap' and value_minor <> 0))`,
  'every movement has an event that causes it': (sku) => sql`
    select m.movement_id as fault from stock_movement m where m.merchant_id = ${merchantId} and m.sku = ${sku}
      and not exists (select from rma_event e where e.merchant_id = m.merchant_id and e.rma_id = m.rma_id
        and e.seq = m.rma_seq and e.type in ('line_received', 'line_disposed', 'line_disposition_undone'))
      and not exists (select from stock_document_event e where e.merchant_id = m.merchant_id
        and e.document_id = m.document_id and e.seq = m.document_seq)`,
  'no piece is accepted twice': (sku) => sql`
    select format('%s of %s units came back', sum((e.data ->> 'quantity')::int), min(o.quantity)) as fault
    from rma_event e join rma r on r.merchant_id = e.merchant_id and r.rma_id = e.rma_id
    join order_line o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
    where e.merchant_id = ${merchantId} and e.type = 'line_received' and o.sku = ${sku}
    group by r.order_id having sum((e.data ->> 'quantity')::int) > min(o.quantity)`,
};

/** How far the accounts are from what the stock is worth in each of them: nothing at the beginning. */
const gaps = async (): Promise<string> => {
  try {
    await desk.expectSound();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** More than is there is never promised to returns and repairs. */
async function overheld(sku: string): Promise<string[]> {
  const spots = ['W-1', 'W-2'].flatMap((location) =>
    ['quarantine', 'to_repair'].map((condition) => ({ sku, location, condition })),
  );
  const free = await inMerchant((tx) => lockHoldings(tx, merchantId, 'CNY', spots));
  return spots.flatMap((spot) => {
    const { quantity, held, value } = free(spot);
    return quantity < 0 || value.minor < 0n ? [`${JSON.stringify(spot)}: ${quantity} free, ${held} held`] : [];
  });
}

test(
  'however goods come in, are judged, moved, counted, repaired, sent and taken back, stock and books agree (W-5, W-6)',
  async () => {
    for (const code of ['W-1', 'W-2']) await desk.place(code);
    await inspectionDesk(harness).publish(() => ({ scrapApprovalAbove: { minor: '3000', currency: 'CNY' } }));
    await desk.done('vendors/import', { csv: 'sku,vendor_code,vendor_name\nCOAT-M,V1,衣源制衣\n' });
    const told = new Map<string, number>();
    let walks = 0;
    let wrong = '';
    await fc.assert(
      fc.asyncProperty(
        fc.noBias(fc.array(start, { minLength: 2, maxLength: 3 })),
        fc.noBias(fc.array(moment, { minLength: Math.ceil(steps / 2), maxLength: steps, size: 'max' })),
        async (first, moments) => {
          const people = [await keyWith([...permissions]), await keyWith([...permissions])] as const;
          const walk = new StockWalk(harness, `WALK-${++walks}`, people, told);
          for (const one of first) await walk.take(one);
          for (const together of moments) await Promise.all(together.map((one) => walk.take(one)));
          await walk.takeBack();
          // A walk that has put the books wrong leaves them wrong for the next: only what is new counts.
          const before = wrong;
          wrong = await gaps();
          for (const [rule, ask] of Object.entries(faults)) {
            const { rows } = await inMerchant((tx) => ask(walk.sku).execute(tx));
            expect(rows, rule).toEqual([]);
          }
          expect(await overheld(walk.sku)).toEqual([]);
          if (wrong !== before) expect(wrong).toBe('');
        },
      ),
      { numRuns: runs, ...(seed === null ? {} : { seed }) },
    );
    if (asked)
      console.info(
        [...told]
          .toSorted()
          .map(([what, times]) => `${times} ${what}`)
          .join('\n'),
      );
    // The walks got somewhere: without goods on the shelves none of this would say anything.
    for (const kind of ['bring', 'transfer', 'dispose', 'undo_disposition'])
      expect(told.get(`${kind} done`) ?? 0, kind).toBeGreaterThan(0);
  },
  60_000 + runs * steps * 500,
);
