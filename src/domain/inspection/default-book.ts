import { money } from '../money.ts';
import type { Grade } from './dispositions.ts';
import type { InspectionBook, OwnCheck, ValueRow } from './inspection-book.ts';

const optional = { required: false, photoOnFail: false } as const;

const accessories: OwnCheck = {
  code: 'accessories',
  kind: 'accessory',
  name: { zh: '配件齐全', en: 'Accessories complete' },
  ...optional,
  cap: 'minor_flaw',
};
const gifts: OwnCheck = { code: 'gifts', kind: 'gift', name: { zh: '赠品齐全', en: 'Gifts returned' }, ...optional };
const battery: OwnCheck = {
  code: 'battery',
  kind: 'battery',
  name: { zh: '电池无鼓包', en: 'Battery sound' },
  ...optional,
  photoOnFail: true,
  cap: 'damaged',
};
const works: OwnCheck = {
  code: 'works',
  kind: 'function',
  name: { zh: '功能正常', en: 'Works' },
  ...optional,
  cap: 'damaged',
};
const packaging: OwnCheck = {
  code: 'packaging',
  kind: 'other',
  name: { zh: '包装完整', en: 'Packaging complete' },
  ...optional,
};

/**
 * What a merchant starts with. No check of its own is required, nothing is looked at twice and no day is asked for, so
 * that one person alone can work with it.
 */
export function defaultBook(currency: string): InspectionBook {
  return {
    version: 0,
    templates: [
      {
        id: 'food',
        goodsClass: 'food_cosmetic_medical',
        checks: [gifts, packaging],
        serials: 'no',
      },
      {
        id: 'electronics',
        goodsClass: 'electronics',
        checks: [accessories, battery, works, gifts],
        serials: 'ask',
      },
      { id: 'textile', goodsClass: 'textile_home', checks: [accessories, gifts], serials: 'no' },
      { id: 'general', goodsClass: 'general', checks: [accessories, works, gifts], serials: 'no' },
    ],
    grades: [
      { code: 'new', base: 'new', zh: '全新', en: 'As new' },
      { code: 'minor_flaw', base: 'minor_flaw', zh: '轻微瑕疵', en: 'Minor flaw' },
      { code: 'damaged', base: 'damaged', zh: '严重损坏', en: 'Damaged' },
    ],
    rules: [
      {
        id: 'opened-food',
        name: { zh: '食品、化妆品、医疗器械拆封即报废', en: 'Food, cosmetics and medical goods once opened' },
        goodsClass: 'food_cosmetic_medical',
        failed: 'any',
        way: 'scrap',
      },
    ],
    values: valueRows(currency),
    secondLooks: { share: 0, newBelow: 0, newShare: 0, byClass: [] },
    scrapApprovalAbove: money(100_000, currency),
  };
}

type Row = [
  way: ValueRow['way'],
  of: ValueRow['of'],
  shares: [asNew: number, flawed: number, damaged: number],
  costs: { labour: number; repair?: number; freight?: number; perDay?: number; days?: number; decay?: number },
];

// Of a unit, in minor units; shares in basis points. A merchant's own figures take their place.
const rows: readonly Row[] = [
  ['restock', 'price', [10_000, 9_000, 0], { labour: 300, perDay: 5, days: 20, decay: 20 }],
  ['resale', 'price', [7_000, 6_000, 2_500], { labour: 500, perDay: 5, days: 30, decay: 30 }],
  ['repair', 'price', [9_000, 8_500, 6_500], { labour: 500, repair: 3_000, perDay: 5, days: 30, decay: 30 }],
  ['to_vendor', 'cost', [9_000, 8_000, 5_000], { labour: 300, freight: 1_000 }],
  ['scrap', 'cost', [500, 500, 500], { labour: 200 }],
  ['to_buyer', 'price', [0, 0, 0], { labour: 200, freight: 1_000 }],
];

const valueRows = (currency: string): ValueRow[] =>
  rows.map(([way, of, [asNew, flawed, damaged], costs]) => ({
    way,
    of,
    shares: { new: asNew, minor_flaw: flawed, damaged } satisfies Record<Grade, number>,
    decayPerDay: costs.decay ?? 0,
    labour: money(costs.labour, currency),
    repair: money(costs.repair ?? 0, currency),
    freight: money(costs.freight ?? 0, currency),
    holdingPerDay: money(costs.perDay ?? 0, currency),
    holdingDays: costs.days ?? 0,
  }));
