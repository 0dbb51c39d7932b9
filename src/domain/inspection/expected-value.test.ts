import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anOrderLine, fen, yuan } from '../../../test/support/builders.ts';
import { defaultBook } from './default-book.ts';
import { type Graded, suggestWay, valuesOf } from './expected-value.ts';
import { grades, type InspectionBook, type ValueRow, ways } from './inspection-book.ts';

const book = defaultBook('CNY');
const coat = (facts: Partial<Graded> = {}): Graded => ({
  grade: 'new',
  failedTests: [],
  quantity: 1,
  ageDays: 5,
  bought: anOrderLine(),
  ...facts,
});
const all = () => true;

test('a coat of 199.00 that is as new and five days old is worth 193.01 less 4.00 on the shelf (W-4)', () => {
  // 100 % − 5 × 0.2 % = 99 % of 199.00 is 197.01; labour 3.00, holding 20 days at 0.05.
  expect(valuesOf(book, coat()).find(({ way }) => way === 'restock')).toEqual({
    way: 'restock',
    of: 'price',
    share: 9_900,
    proceeds: fen(19_701),
    labour: fen(300),
    repair: fen(0),
    freight: fen(0),
    holding: fen(100),
    net: fen(19_301),
  });
});

test('what goes back to the vendor is worth a share of what it cost, and scrap less than nothing at times (W-4)', () => {
  const worth = new Map(valuesOf(book, coat({ grade: 'damaged' })).map(({ way, net }) => [way, net.minor]));
  expect(worth.get('to_vendor')).toBe(4_000n - 300n - 1_000n);
  expect(worth.get('scrap')).toBe(400n - 200n);
  expect(worth.get('to_buyer')).toBe(-1_200n);
});

test('the value never falls below nothing for its age, however old the goods (W-4)', () => {
  const old = valuesOf(book, coat({ ageDays: 100_000 }));
  for (const { way, of, proceeds } of old) if (of === 'price') expect([way, proceeds.minor]).toEqual([way, 0n]);
});

const row: fc.Arbitrary<ValueRow> = fc.record({
  way: fc.constantFrom('restock', 'resale', 'repair', 'to_vendor', 'scrap', 'to_buyer'),
  of: fc.constantFrom('price', 'cost'),
  shares: fc.record({
    new: fc.integer({ min: 0, max: 10_000 }),
    minor_flaw: fc.integer({ min: 0, max: 10_000 }),
    damaged: fc.integer({ min: 0, max: 10_000 }),
  }),
  decayPerDay: fc.integer({ min: 0, max: 500 }),
  labour: fc.integer({ min: 0, max: 9_999 }).map(fen),
  repair: fc.integer({ min: 0, max: 9_999 }).map(fen),
  freight: fc.integer({ min: 0, max: 9_999 }).map(fen),
  holdingPerDay: fc.integer({ min: 0, max: 99 }).map(fen),
  holdingDays: fc.integer({ min: 0, max: 90 }),
});
const goods = fc.record({
  grade: fc.constantFrom(...grades),
  ageDays: fc.integer({ min: 0, max: 400 }),
  price: fc.integer({ min: 0, max: 9_999_999 }),
  cost: fc.integer({ min: 0, max: 999_999 }),
});

test('the net value is exact, and any split of the units comes to the same to the last fen (W-4)', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 8 }),
      goods,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      (values, { grade, ageDays, price, cost }, one, other) => {
        const own: InspectionBook = { ...book, values };
        const bought = anOrderLine({ unitPrice: fen(price), unitCost: fen(cost) });
        const of = (quantity: number) => valuesOf(own, coat({ grade, ageDays, bought, quantity }));
        const [whole, first, second] = [of(one + other), of(one), of(other)];
        whole.forEach((value, i) => {
          const { proceeds, labour, repair, freight, holding, net } = value;
          expect(net.minor).toBe(proceeds.minor - labour.minor - repair.minor - freight.minor - holding.minor);
          expect(net.minor).toBe((first[i]?.net.minor ?? 0n) + (second[i]?.net.minor ?? 0n));
        });
      },
    ),
  );
});

test('the suggestion is the rule, else the best value, and never what is not allowed (W-4)', () => {
  fc.assert(
    fc.property(goods, fc.subarray([...ways]), ({ grade, ageDays, price, cost }, allowed) => {
      const bought = anOrderLine({ unitPrice: fen(price), unitCost: fen(cost) });
      const graded = coat({ grade, ageDays, bought });
      const found = suggestWay(book, graded, (way) => allowed.includes(way));
      const possible = valuesOf(book, graded).filter(({ way }) => allowed.includes(way));
      if (possible.length === 0) {
        expect(found).toBeNull();
        return;
      }
      const [best] = possible.toSorted((one, other) => (one.net.minor < other.net.minor ? 1 : -1));
      expect(found?.by).toBe('value');
      expect(possible.find(({ way }) => way === found?.way)?.net.minor).toBe(best?.net.minor);
    }),
  );
});

test('opened food is scrapped by the shipped rule, whatever it would bring (W-4)', () => {
  const bought = anOrderLine({ goodsClass: 'food_cosmetic_medical', unitPrice: yuan(900) });
  const opened = coat({ grade: 'minor_flaw', failedTests: ['seal_broken'], bought });
  expect(suggestWay(book, opened, all)).toMatchObject({ way: 'scrap', by: 'rule', rule: { id: 'opened-food' } });
  expect(suggestWay(book, opened, (way) => way !== 'scrap')?.by).toBe('value');
});

test('the price bounds of a rule include the lower and not the upper one (W-4)', () => {
  const rules = [
    {
      id: 'dear',
      name: { zh: '高价', en: 'Dear' },
      priceFrom: yuan(100),
      priceBelow: yuan(200),
      way: 'repair' as const,
    },
  ];
  const at = (unitPrice: number) =>
    suggestWay({ ...book, rules }, coat({ bought: anOrderLine({ unitPrice: fen(unitPrice) }) }), all)?.by;
  expect([at(9_999), at(10_000), at(19_999), at(20_000)]).toEqual(['value', 'rule', 'rule', 'value']);
});

test('a row for the article beats one for its class, and the longer beginning beats the shorter (W-4)', () => {
  const [first] = book.values;
  const values = [
    { ...first, way: 'restock' as const, labour: fen(1) },
    { ...first, way: 'restock' as const, goodsClass: 'textile_home' as const, labour: fen(2) },
    { ...first, way: 'restock' as const, skuPrefix: 'CO', labour: fen(3) },
    { ...first, way: 'restock' as const, skuPrefix: 'COAT', labour: fen(4) },
  ] as ValueRow[];
  const labour = (kept: ValueRow[]) => valuesOf({ ...book, values: kept }, coat())[0]?.labour.minor;
  expect([labour(values), labour(values.slice(0, 3)), labour(values.slice(0, 2)), labour(values.slice(0, 1))]).toEqual([
    4n,
    3n,
    2n,
    1n,
  ]);
});
