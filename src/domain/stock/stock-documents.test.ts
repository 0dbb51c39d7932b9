import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fen, yuan } from '../../../test/support/builders.ts';
import { stockEntriesFor } from '../ledger/stock-entries.ts';
import {
  approveCount,
  type CountEvent,
  type CountedPlace,
  count,
  foldCount,
  openCount,
  submitCount,
} from './count-sheet.ts';
import { documentMovesFor } from './document-moves.ts';
import { isOutside, mayBecome, shelved } from './places.ts';
import { addLabour, finishRepair, foldRepair, openRepair, type RepairEvent } from './repair-order.ts';
import type { ScrapLimit } from './scrap-limit.ts';
import { documentNumber, type StockDocumentEvent } from './stock-documents.ts';
import { approveTransfer, foldTransfer, refuseTransfer, transfer, withdrawTransfer } from './transfer.ts';
import { atAverage, type Holding, reentryCost, worthOf, worthOfFound } from './valuation.ts';
import {
  answerVendorReturn,
  creditVendorReturn,
  draftVendorReturn,
  foldVendorReturn,
  reverseVendorReturn,
  sendVendorReturn,
  type VendorReturnEvent,
} from './vendor-return.ts';

const held = (quantity: number, value: number): Holding => ({ quantity, value: fen(value) });

const noLimit: ScrapLimit = { by: 'one', above: null, before: fen(0) };
const placeWith = (there: Holding, times = 0): CountedPlace => ({
  held: there,
  posted: { times, lastBy: 'C-1' },
  found: { alike: [there], good: [there], resaleBasisPoints: 6_000 },
});

describe('what goods are worth', () => {
  test.each([
    // 2 at 80.00 and 1 at 90.01 stand at 250.01 together.
    [3, 25_001, 1, 8_334],
    [3, 25_001, 2, 16_668],
    [3, 25_001, 3, 25_001],
    [3, 0, 2, 0],
    [2, -5, 1, 0],
  ])('of %i that stand at %i, %i leave at %i', (units, value, quantity, minor) => {
    expect(worthOf(held(units, value), quantity)).toEqual(fen(minor));
  });

  test.each([
    ['what it went out at', yuan(80), [held(1, 100)], held(1, 7), 8_000],
    ['else the average of what is good: 250.01 / 3', fen(0), [held(2, 16_000), held(1, 9_001)], held(1, 7), 8_334],
    ['places without a value say nothing', fen(0), [held(9, 0), held(1, 9_001)], null, 9_001],
    ['else what it last came back at', fen(0), [], held(2, 15_001), 7_501],
    ['else nothing', fen(0), [], null, 0],
  ])('a unit comes back at %s', (_, outbound, good, last, minor) => {
    expect(reentryCost(outbound, good, last)).toEqual(fen(minor));
  });

  test('taken out in any portions, a holding gives up its value to the last minor unit, and the average never jumps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.nat(1_000_000),
        fc.array(fc.integer({ min: 1, max: 9 })),
        (n, value, takes) => {
          let rest = held(n, value);
          let out = 0n;
          for (const wanted of [...takes, n]) {
            const quantity = Math.min(wanted, rest.quantity);
            if (quantity === 0) break;
            const worth = worthOf(rest, quantity);
            // No more than a minor unit a piece away from the average.
            const exact = Number(rest.value.minor) * (quantity / rest.quantity);
            expect(Math.abs(Number(worth.minor) - exact)).toBeLessThanOrEqual(quantity);
            out += worth.minor;
            rest = { quantity: rest.quantity - quantity, value: fen(Number(rest.value.minor - worth.minor)) };
          }
          expect([rest.quantity, rest.value.minor, out]).toEqual([0, 0n, BigInt(value)]);
        },
      ),
    );
  });

  test.each([
    ['scrap', held(0, 0), [held(1, 900)], [held(1, 900)], 0],
    ['good', held(2, 1_000), [held(1, 900)], [held(1, 900)], 1_000],
    ['second_hand', held(0, 0), [held(1, 450)], [held(1, 900)], 900],
    ['second_hand', held(0, 0), [], [held(1, 900)], 1_080],
    ['to_vendor', held(0, 0), [], [held(1, 900)], 1_800],
    ['good', held(0, 0), [], [], 0],
  ])('two found as %s come in where their place says nothing else', (condition, there, alike, good, minor) => {
    expect(worthOfFound(condition, 2, there, { alike, good, resaleBasisPoints: 6_000 })).toEqual(fen(minor));
  });

  test('nothing is averaged from nothing', () => {
    expect(atAverage([], 3, 'CNY')).toEqual(fen(0));
  });
});

test('no goods are made good by being said to be', () => {
  for (const from of shelved) if (from !== 'good') expect(mayBecome(from, 'good')).toBe(false);
});

describe('scrap above the limit', () => {
  const line = {
    sku: 'COAT-M',
    quantity: 1,
    from: { location: 'A-01', condition: 'good' },
    to: { location: 'A-02', condition: 'scrap' },
  } as const;
  const limited = (before: number): ScrapLimit => ({ by: 'one', above: fen(150), before: fen(before) });
  const there = () => held(2, 200);
  const asked = (before: number) => {
    const decided = transfer([line], there, limited(before));
    return decided.ok ? decided.value : [];
  };

  test.each([
    ['within the limit', line, 50, 'transferred'],
    ['with what was scrapped before', line, 51, 'transfer_asked'],
    ['that was scrap before', { ...line, from: { location: 'A-03', condition: 'scrap' as const } }, 999, 'transferred'],
    ['that stays good', { ...line, to: { location: 'A-02', condition: 'good' as const } }, 999, 'transferred'],
  ])('%s', (_, moved, before, type) => {
    expect(transfer([moved], there, limited(before))).toMatchObject({ value: [{ type }] });
  });

  test('is approved by another, at what the goods stand at then', () => {
    const waiting = foldTransfer(asked(100));
    expect(waiting).toMatchObject({ state: 'to_approve', askedBy: 'one' });
    expect(approveTransfer(waiting, 'one', there)).toMatchObject({ rejection: { code: 'second_person_needed_here' } });
    expect(refuseTransfer(waiting, 'one', '')).toMatchObject({ rejection: { code: 'second_person_needed_here' } });
    expect(approveTransfer(waiting, 'other', () => held(0, 0))).toMatchObject({
      rejection: { code: 'not_enough_there' },
    });
    const approved = approveTransfer(waiting, 'other', () => held(1, 70));
    expect(approved).toMatchObject({ value: [{ type: 'transferred', askedBy: 'one', lines: [{ value: fen(70) }] }] });
    const done = foldTransfer([...asked(100), ...(approved.ok ? approved.value : [])]);
    expect(done.state).toBe('done');
    expect(withdrawTransfer(done)).toMatchObject({ rejection: { code: 'transfer_not_waiting' } });
  });
});

test('a number says the kind, the day and the end of the id', () => {
  expect(documentNumber('count', 'sdo_01kaaaaaaaaaaaaaaaa7k3f9qxz', '2026-11-23')).toBe('C261123-7K3F9QXZ');
});

/** Everything that the documents can say of goods, with whatever they hold. */
const anEvent: fc.Arbitrary<StockDocumentEvent> = fc
  .record({
    kind: fc.constantFrom('transfer', 'count', 'repair', 'vendor'),
    quantity: fc.integer({ min: 1, max: 9 }),
    value: fc.nat(99_999),
    cost: fc.nat(9_999),
    counted: fc.integer({ min: 0, max: 12 }),
    condition: fc.constantFrom(...shelved),
    into: fc.constantFrom(...shelved),
    result: fc.constantFrom('good' as const, 'second_hand' as const, 'scrap' as const),
    booking: fc.constantFrom('capitalise' as const, 'expense' as const),
    accepted: fc.integer({ min: 0, max: 9 }),
    credit: fc.nat(99_999),
    steps: fc.integer({ min: 1, max: 4 }),
  })
  .chain((facts) => {
    const events = eventsOf(facts);
    return events.length === 0
      ? fc.constant<StockDocumentEvent>({ type: 'count_cancelled' })
      : fc.constantFrom(...events);
  });

type Facts = {
  kind: string;
  quantity: number;
  value: number;
  cost: number;
  counted: number;
  condition: (typeof shelved)[number];
  into: (typeof shelved)[number];
  result: 'good' | 'second_hand' | 'scrap';
  booking: 'capitalise' | 'expense';
  accepted: number;
  credit: number;
  steps: number;
};

function eventsOf({
  kind,
  quantity,
  value,
  cost,
  counted,
  condition,
  into,
  result,
  booking,
  accepted,
  credit,
  steps,
}: Facts): StockDocumentEvent[] {
  const there = held(quantity, value);
  const key = { sku: 'COAT-M', location: 'A-01', condition };
  if (kind === 'transfer') {
    const line = {
      sku: 'COAT-M',
      quantity,
      from: { location: 'A-01', condition },
      to: { location: 'A-02', condition: into },
    };
    const moved = transfer([line], () => there, noLimit);
    return moved.ok ? moved.value : [];
  }
  if (kind === 'count') {
    let sheet = foldCount([{ type: 'count_opened', lines: [key] }]);
    for (const _ of [1, 2]) {
      const entered = count(sheet, [{ ...key, quantity: counted }], () => ({ book: quantity, posted: 0 }), 'one');
      if (entered.ok) sheet = foldCount([{ type: 'count_opened', lines: [key] }, ...entered.value]);
    }
    const approved = approveCount({ ...sheet, state: 'to_approve' }, 'other', () => placeWith(there));
    return approved.ok ? approved.value : [];
  }
  if (kind === 'repair') {
    const facts = {
      sku: 'COAT-M',
      quantity,
      location: 'R-01',
      owner: 'ours',
      rmaId: null,
      booking,
      fault: '',
    } as const;
    const events: RepairEvent[] = [
      { type: 'repair_opened', ...facts },
      { type: 'labour_done', minutes: 1, cost: fen(cost) },
    ];
    const finished = finishRepair(foldRepair(events), result, 'A-01', there, noLimit);
    return finished.ok ? finished.value : [];
  }
  const events: VendorReturnEvent[] = [];
  const take = (decided: { ok: boolean; value?: VendorReturnEvent[] }) => events.push(...(decided.value ?? []));
  take(draftVendorReturn('ven_1', [{ sku: 'COAT-M', location: 'V-01', quantity }]));
  take(sendVendorReturn(foldVendorReturn(events), {}, () => there));
  if (steps > 1) {
    const taken = [{ sku: 'COAT-M', location: 'V-01', accepted: Math.min(accepted, quantity) }];
    take(answerVendorReturn(foldVendorReturn(events), taken, 'V-02'));
  }
  if (steps > 2) take(creditVendorReturn(foldVendorReturn(events), fen(credit)));
  if (steps > 3) take(reverseVendorReturn(foldVendorReturn(events)));
  return events;
}

test('whatever a document says: nothing appears or vanishes, values are kept, and every entry of the books balances', () => {
  fc.assert(
    fc.property(anEvent, (event) => {
      for (const { quantity, value, cost, from, to } of documentMovesFor(event)) {
        expect(quantity).toBeGreaterThan(0);
        expect(JSON.stringify(from)).not.toBe(JSON.stringify(to));
        expect(isOutside(from.location) && isOutside(to.location)).toBe(false);
        expect(value.minor >= 0n && (cost?.minor ?? 0n) >= 0n).toBe(true);
      }
      // Throws where an entry does not balance.
      stockEntriesFor(event, 'CNY');
    }),
    { numRuns: 500 },
  );
});

describe('a count', () => {
  const key = { sku: 'COAT-M', location: 'A-01', condition: 'good' } as const;
  test('of nothing is none', () => {
    expect(openCount([])).toMatchObject({ ok: false, rejection: { code: 'nothing_to_count' } });
  });
  test('ends only when every line is counted', () => {
    const sheet = foldCount([{ type: 'count_opened', lines: [key] }]);
    expect(submitCount(sheet)).toMatchObject({ rejection: { code: 'lines_uncounted', left: 1 } });
  });
  test('is not approved by whoever has counted', () => {
    const counted = {
      type: 'counted' as const,
      lines: [{ ...key, quantity: 1, book: 2 }],
      by: 'one',
    } satisfies CountEvent;
    const sheet = foldCount([
      { type: 'count_opened', lines: [key] },
      counted,
      { type: 'count_submitted' },
      counted,
      { type: 'count_submitted' },
    ]);
    expect(sheet.state).toBe('to_approve');
    const here = () => placeWith(held(2, 200));
    expect(approveCount(sheet, 'one', here)).toMatchObject({ rejection: { code: 'counter_cannot_approve' } });
    expect(approveCount(sheet, 'other', here)).toMatchObject({
      value: [{ type: 'count_approved', adjustments: [{ quantity: -1, value: fen(100) }] }],
    });
    // Another sheet has put the place right since, or what is missing is somebody's.
    expect(approveCount(sheet, 'other', () => placeWith(held(2, 200), 1))).toMatchObject({
      rejection: { code: 'counted_elsewhere', number: 'C-1' },
    });
    expect(approveCount(sheet, 'other', () => placeWith({ ...held(0, 0), held: 2 }))).toMatchObject({
      rejection: { code: 'goods_are_held', held: 2 },
    });
    expect(approveCount(sheet, 'other', () => placeWith(held(0, 0)))).toMatchObject({
      rejection: { code: 'count_is_stale' },
    });
  });
});

test('a repair order takes no more than is free, and is worked on until it is finished', () => {
  const facts = {
    sku: 'COAT-M',
    quantity: 2,
    location: 'R-01',
    owner: 'ours',
    rmaId: null,
    booking: 'expense',
    fault: '',
  } as const;
  expect(openRepair(facts, { quantity: 1 })).toMatchObject({ rejection: { code: 'not_enough_there', available: 1 } });
  const finished = foldRepair([{ type: 'repair_opened', ...facts }, { type: 'repair_cancelled' }]);
  expect(addLabour(finished, { minutes: 1, cost: fen(1) })).toMatchObject({ rejection: { code: 'repair_not_open' } });
});
