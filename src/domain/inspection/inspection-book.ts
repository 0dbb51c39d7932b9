import type { Money } from '../money.ts';
import type { GoodsClass } from '../orders/order.ts';
import type { Disposition, Grade } from './dispositions.ts';
import { type LegalTest, legalTestsFor } from './legal-tests.ts';

export type Named = { zh: string; en: string };

/** What becomes of goods: every disposition that somebody may choose. */
export type Way = Exclude<Disposition, 'undecided' | 'none'>;
export const ways = [
  'restock',
  'resale',
  'repair',
  'to_vendor',
  'scrap',
  'to_buyer',
  'quarantine',
] as const satisfies readonly Way[];

export const grades = ['new', 'minor_flaw', 'damaged'] as const satisfies readonly Grade[];
export const goodsClasses = [
  'food_cosmetic_medical',
  'electronics',
  'textile_home',
  'general',
] as const satisfies readonly GoodsClass[];

export const checkKinds = ['accessory', 'gift', 'battery', 'serial', 'function', 'other'] as const;
export type CheckKind = (typeof checkKinds)[number];

/** A check of the merchant's own. The law's tests are not among them: they belong to the class of goods and stay. */
export type OwnCheck = {
  code: string;
  kind: CheckKind;
  name: Named;
  /** Without an answer nobody may grade the goods. */
  required: boolean;
  /** Failing it needs a picture of its own. */
  photoOnFail: boolean;
  /** Goods that fail it are graded no better than this. Absent: it says nothing about the grade. */
  cap?: Grade;
  /** What was agreed on beforehand for this case, such as a price of a gift that is not returned. Kept on record only. */
  consequence?: string;
};

/** A check as it is asked: one of the law's, or one's own. */
export type Check = Omit<OwnCheck, 'kind' | 'name'> & { kind: CheckKind | 'legal'; name: Named | null };

/** What is looked at in goods of one class, or of the articles whose number begins so. */
export type InspectionTemplate = {
  id: string;
  goodsClass: GoodsClass;
  /** Beats the template of the class; the longest that fits beats the others. */
  skuPrefix?: string;
  checks: OwnCheck[];
  serials: 'no' | 'ask' | 'required';
  /** Goods that expire earlier than in so many days do not go back on the shelf; their expiry must be told. */
  minShelfDays?: number;
};

/** A grade of the merchant's own scale, and which of the three it is for rules and policies. */
export type GradeName = Named & { code: string; base: Grade };

/** Ordered: the first whose conditions all hold says which way is preferred. An absent condition always holds. */
export type DispositionRule = {
  id: string;
  name: Named;
  goodsClass?: GoodsClass;
  skuPrefix?: string;
  grades?: Grade[];
  failed?: 'any' | 'none';
  failedTests?: string[];
  /** The list price of a unit. */
  priceFrom?: Money;
  priceBelow?: Money;
  way: Way;
};

/** What one way brings for one unit, less what it costs. Shares in basis points, of the list price or of the cost. */
export type ValueRow = {
  way: Exclude<Way, 'quarantine'>;
  goodsClass?: GoodsClass;
  skuPrefix?: string;
  of: 'price' | 'cost';
  shares: Record<Grade, number>;
  /** Lost of the share with each day since the goods were sent out. */
  decayPerDay: number;
  labour: Money;
  repair: Money;
  freight: Money;
  holdingPerDay: Money;
  holdingDays: number;
};

/** How often somebody else looks again, in basis points of the lines. The highest that holds is used. */
export type SecondLooks = {
  share: number;
  /** Of whoever has inspected fewer lines than this. */
  newBelow: number;
  newShare: number;
  byClass: { goodsClass: GoodsClass; share: number }[];
};

/** All that a merchant says about inspecting and putting away. A change is a new version; none is ever lost. */
export type InspectionBook = {
  /** 0: as shipped. */
  version: number;
  templates: InspectionTemplate[];
  grades: GradeName[];
  rules: DispositionRule[];
  values: ValueRow[];
  secondLooks: SecondLooks;
  /** Scrapping goods of one return that cost more than this together needs a second person. Null: never. */
  scrapApprovalAbove: Money | null;
};

export type Goods = { sku: string; goodsClass: GoodsClass };

/** How closely a row is meant for these goods; null: not at all. */
function closeness(row: { goodsClass?: GoodsClass; skuPrefix?: string }, { sku, goodsClass }: Goods): number | null {
  if (row.skuPrefix !== undefined) return sku.startsWith(row.skuPrefix) ? 2 + row.skuPrefix.length : null;
  if (row.goodsClass === undefined) return 0;
  return row.goodsClass === goodsClass ? 1 : null;
}

/** The row that is meant most closely for these goods; of equals the earlier one. */
export function closest<Row extends { goodsClass?: GoodsClass; skuPrefix?: string }>(
  rows: readonly Row[],
  goods: Goods,
): Row | undefined {
  let best: { row: Row; rank: number } | undefined;
  for (const row of rows) {
    const rank = closeness(row, goods);
    if (rank !== null && (!best || rank > best.rank)) best = { row, rank };
  }
  return best?.row;
}

export const templateFor = (book: InspectionBook, goods: Goods): InspectionTemplate | undefined =>
  closest(book.templates, goods);

const legalCheck = (code: LegalTest): Check => ({
  code,
  kind: 'legal',
  name: null,
  required: true,
  photoOnFail: true,
  // Goods that failed a test are not as new (art. 25, 33).
  cap: 'minor_flaw',
});

/** The checks in the order in which they are asked: first the law's, which no template can leave out. */
export const checksFor = (template: InspectionTemplate | undefined, goodsClass: GoodsClass): Check[] => [
  ...legalTestsFor(goodsClass).tests.map(legalCheck),
  ...(template?.checks ?? []),
];

const order: Record<Grade, number> = { new: 0, minor_flaw: 1, damaged: 2 };
export const isBetter = (grade: Grade, than: Grade): boolean => order[grade] < order[than];
