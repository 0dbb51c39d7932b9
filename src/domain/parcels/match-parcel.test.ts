import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '../time.ts';
import { isSameWaybill, matchOne, rankCandidates, strongMatch } from './match-parcel.ts';
import type { ArticleFacts, Candidate, ParcelEvidence } from './parcel-evidence.ts';

const at = (day: string): Instant => `2026-11-${day}T08:00:00.000Z` as Instant;

const aParcel = (
  facts: Partial<Omit<ParcelEvidence, 'sender'>> & { sender?: Partial<ParcelEvidence['sender']> } = {},
): ParcelEvidence => ({
  arrivedAt: at('22'),
  waybill: null,
  courier: null,
  contents: [],
  weightGrams: null,
  ...facts,
  sender: { phoneKey: null, phoneTail: null, name: null, city: null, ...facts.sender },
});

const aReturn = (
  facts: Partial<Omit<Candidate, 'sender'>> & { sender?: Partial<Candidate['sender']> } = {},
): Candidate => ({
  of: { kind: 'return', rmaId: 'rma_1', orderId: 'ord_1' },
  shippedAt: at('10'),
  deliveredAt: at('12'),
  openedAt: at('18'),
  expected: [{ sku: 'COAT-M', quantity: 1 }],
  bought: [
    { sku: 'COAT-M', quantity: 1 },
    { sku: 'SCARF', quantity: 1 },
  ],
  announced: [],
  outbound: [],
  ofBuyer: [],
  phoneSharedBy: 1,
  ...facts,
  sender: { phoneKey: 'aa', phoneTail: '1234', name: '王小明', cities: ['广东深圳市'], ...facts.sender },
});
const anOrder = (facts: Parameters<typeof aReturn>[0] = {}): Candidate =>
  aReturn({ of: { kind: 'order', orderId: 'ord_2' }, openedAt: null, ...facts });

const codes = (parcel: ParcelEvidence, candidate: Candidate, articles?: ArticleFacts): string[] =>
  matchOne(parcel, candidate, articles).reasons.map(({ code }) => code);

const grams: ArticleFacts = {
  share: new Map(),
  grams: new Map([
    ['COAT-M', 1_200],
    ['SCARF', 150],
  ]),
};

describe('each piece of evidence is a reason of its own (W-2)', () => {
  test.each([
    ['the number that was announced', { waybill: 'SF1234567890' }, 'waybill_announced'],
    ['one digit wrong', { waybill: 'SF1234567891' }, 'waybill_nearly'],
    ['two digits changed over', { waybill: 'SF1234567809' }, 'waybill_nearly'],
    ['a number of the same buyer', { waybill: 'YT9999999999' }, 'waybill_of_buyer'],
    ['the number it went out under', { waybill: 'ZT5555555555' }, 'waybill_outbound'],
    ['another number than was announced', { waybill: 'JT0000000000' }, 'other_parcel_announced'],
    ['the courier that was announced', { courier: 'shunfeng' }, 'courier_same'],
    ['the whole phone', { sender: { phoneKey: 'aa', phoneTail: '1234' } }, 'phone_same'],
    ['another phone', { sender: { phoneKey: 'bb', phoneTail: '1234' } }, 'phone_differs'],
    ['the tail of the phone', { sender: { phoneTail: '1234' } }, 'phone_tail_same'],
    ['another tail', { sender: { phoneTail: '9999' } }, 'phone_differs'],
    ['the whole name', { sender: { name: '王小明' } }, 'name_same'],
    ['a masked name', { sender: { name: '王**' } }, 'name_fits'],
    ['a surname with a title', { sender: { name: '王女士' } }, 'name_fits'],
    ['another surname', { sender: { name: '李*' } }, 'name_differs'],
    ['the city of earlier parcels', { sender: { city: '深圳' } }, 'city_same'],
    ['another city', { sender: { city: '成都市' } }, 'city_differs'],
    ['the article that is awaited', { contents: [{ sku: 'COAT-M', quantity: 1 }] }, 'goods_expected'],
    ['all that is awaited', { contents: [{ sku: 'COAT-M', quantity: 1 }] }, 'goods_complete'],
    ['an article that was bought and is not awaited', { contents: [{ sku: 'SCARF', quantity: 1 }] }, 'goods_bought'],
    ['another size of what is awaited', { contents: [{ sku: 'COAT-L', quantity: 1 }] }, 'goods_sister'],
    ['an article that was never bought', { contents: [{ sku: 'HAT', quantity: 1 }] }, 'goods_never_bought'],
    ['more than was bought', { contents: [{ sku: 'COAT-M', quantity: 2 }] }, 'goods_too_many'],
    ['a weight that fits', { weightGrams: 1_450 }, 'weight_fits'],
    ['a parcel lighter than any article', { weightGrams: 300 }, 'weight_too_light'],
    ['a parcel far heavier than all articles', { weightGrams: 9_000 }, 'weight_too_heavy'],
    ['a usual time after the request', {}, 'timing_usual'],
    ['an arrival before the shipment', { arrivedAt: at('02') }, 'before_shipment'],
  ] as const)('%s', (_, facts, code) => {
    const candidate = aReturn({
      announced: [{ courier: 'shunfeng', waybill: 'SF1234567890', arrived: false }],
      outbound: ['ZT5555555555'],
      ofBuyer: ['YT9999999999'],
    });
    expect(
      codes(aParcel({ ...facts, contents: [...('contents' in facts ? facts.contents : [])] }), candidate, grams),
    ).toContain(code);
  });

  test('the score is the sum of the weights, so a clerk can add it up', () => {
    const match = matchOne(
      aParcel({ sender: { phoneTail: '1234', name: '王*' }, contents: [{ sku: 'HAT', quantity: 1 }] }),
      aReturn(),
    );
    const sum = match.reasons.reduce((total, { weight }) => total + weight, 0);
    expect(match.logOdds).toBe(sum);
    expect(match.score).toBeCloseTo(1 / (1 + Math.exp(-sum)), 12);
  });

  test('what speaks against a candidate lowers it', () => {
    const parcel = aParcel({ sender: { phoneTail: '1234' } });
    const plain = matchOne(parcel, aReturn(), grams).logOdds;
    for (const against of [
      { contents: [{ sku: 'HAT', quantity: 1 }] },
      { weightGrams: 300 },
      { arrivedAt: at('02') },
      { sender: { phoneTail: '9999' } },
    ]) {
      expect(
        matchOne({ ...parcel, ...against, sender: { ...parcel.sender, ...against.sender } }, aReturn(), grams).logOdds,
      ).toBeLessThan(plain);
    }
  });

  test('a common article says less than a rare one, and a phone that many share less than one of one person', () => {
    const contents = [{ sku: 'COAT-M', quantity: 1 }];
    const withShare = (share: number) =>
      matchOne(aParcel({ contents }), aReturn(), { share: new Map([['COAT-M', share]]), grams: new Map() }).logOdds;
    expect(withShare(0.3)).toBeLessThan(withShare(0.01));
    const phone = aParcel({ sender: { phoneKey: 'aa' } });
    expect(matchOne(phone, aReturn({ phoneSharedBy: 300 })).logOdds).toBeLessThan(matchOne(phone, aReturn()).logOdds);
  });
});

describe('ranking', () => {
  const parcel = aParcel({
    waybill: 'SF1234567890',
    sender: { phoneTail: '1234' },
    contents: [{ sku: 'COAT-M', quantity: 1 }],
  });
  const right = aReturn({ announced: [{ courier: 'shunfeng', waybill: 'SF1234567890', arrived: false }] });

  test('a return that awaits the goods stands before an order on which nothing is asked for', () => {
    const open = aReturn();
    const order = anOrder();
    const ranked = rankCandidates(aParcel({ sender: { phoneTail: '1234' } }), [order, open]);
    expect(ranked.map(({ candidate }) => candidate)).toEqual([open, order]);
  });

  test('the order in which candidates are read changes nothing', () => {
    const all = [aReturn(), right, anOrder(), aReturn({ of: { kind: 'return', rmaId: 'rma_2', orderId: 'ord_3' } })];
    expect(rankCandidates(parcel, all)).toEqual(rankCandidates(parcel, all.toReversed()));
  });

  test('one that is likely and far ahead is suggested; two alike are not', () => {
    expect(
      strongMatch(
        rankCandidates(parcel, [aReturn({ of: { kind: 'return', rmaId: 'rma_9', orderId: 'ord_9' } }), right]),
      )?.candidate,
    ).toBe(right);
    const twin = { ...right, of: { kind: 'return', rmaId: 'rma_2', orderId: 'ord_2' } as const };
    expect(strongMatch(rankCandidates(parcel, [right, twin]))).toBeUndefined();
    expect(strongMatch(rankCandidates(aParcel({ contents: parcel.contents }), [right]))).toBeUndefined();
    expect(isSameWaybill(matchOne(parcel, right))).toBe(true);
    expect(isSameWaybill(matchOne(aParcel({ waybill: 'SF1234567891' }), right))).toBe(false);
  });
});

const anyTruth = fc.record({
  kind: fc.constantFrom('return', 'order'),
  expected: fc.uniqueArray(
    fc.record({ sku: fc.constantFrom('A', 'B', 'C', 'D'), quantity: fc.integer({ min: 1, max: 3 }) }),
    {
      minLength: 1,
      maxLength: 3,
      selector: ({ sku }) => sku,
    },
  ),
  announced: fc.boolean(),
  shares: fc.array(fc.double({ min: 0.0001, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
  sharedBy: fc.integer({ min: 1, max: 100_000 }),
});

test('more evidence for the truth never lowers it', () => {
  fc.assert(
    fc.property(
      anyTruth,
      fc.array(fc.nat(8), { maxLength: 12 }),
      ({ kind, expected, announced, shares, sharedBy }, steps) => {
        const truth = (kind === 'return' ? aReturn : anOrder)({
          expected,
          bought: [...expected, { sku: 'E', quantity: 1 }],
          announced: announced ? [{ courier: 'shunfeng', waybill: 'SF1234567890', arrived: false }] : [],
          phoneSharedBy: sharedBy,
        });
        const articles = {
          share: new Map(shares.map((share, i) => ['ABCD'[i] ?? '', share])),
          grams: new Map([...'ABCD'].map((sku): [string, number] => [sku, 500])).set('E', 500),
        };
        let parcel = aParcel();
        let before = matchOne(parcel, truth, articles).logOdds;
        for (const step of steps) {
          parcel = learned(parcel, truth, step);
          const after = matchOne(parcel, truth, articles).logOdds;
          expect(after).toBeGreaterThanOrEqual(before - 1e-9);
          before = after;
        }
      },
    ),
  );
});

/** The same parcel after somebody has read one thing more of what the truth says. */
function learned(parcel: ParcelEvidence, truth: Candidate, step: number): ParcelEvidence {
  const { sender } = parcel;
  switch (step) {
    case 0:
      return { ...parcel, sender: { ...sender, phoneTail: truth.sender.phoneTail } };
    case 1:
      return { ...parcel, sender: { ...sender, name: sender.name === null ? '王*' : '王小明' } };
    case 2:
      return { ...parcel, sender: { ...sender, city: '深圳' } };
    case 3:
      return { ...parcel, courier: truth.announced[0]?.courier ?? null };
    case 4:
      return { ...parcel, waybill: truth.announced[0]?.waybill ?? null };
    case 5:
      return { ...parcel, weightGrams: truth.expected.reduce((sum, { quantity }) => sum + 500 * quantity, 200) };
    case 6:
      return {
        ...parcel,
        sender: { ...sender, phoneKey: truth.sender.phoneKey, phoneTail: truth.sender.phoneTail },
      };
    default: {
      const counted = new Map(parcel.contents.map(({ sku, quantity }) => [sku, quantity]));
      const next = truth.expected.find(({ sku, quantity }) => (counted.get(sku) ?? 0) < quantity);
      if (next) counted.set(next.sku, (counted.get(next.sku) ?? 0) + 1);
      return { ...parcel, contents: [...counted].map(([sku, quantity]) => ({ sku, quantity })) };
    }
  }
}
