import type { MatchReason } from './match-reason.ts';
import { USUAL_SHARE, weights } from './match-weights.ts';
import type { ArticleFacts, Candidate, Counted } from './parcel-evidence.ts';

type Articles = Pick<ArticleFacts, 'share'>;

/** What the articles in the parcel say: awaited, only bought, never bought, too many, or all that is awaited. */
export function goodsReasons(
  contents: readonly Counted[],
  candidate: Pick<Candidate, 'expected' | 'bought'>,
  articles: Articles,
): MatchReason[] {
  if (contents.length === 0) return [];
  const counted = unitsOf(contents);
  const expected = unitsOf(candidate.expected);
  const bought = unitsOf(candidate.bought);
  const skus = [...counted.keys()];
  const awaited = skus.filter((sku) => expected.has(sku));
  const onlyBought = skus.filter((sku) => !expected.has(sku) && bought.has(sku));
  const strange = skus.filter((sku) => !expected.has(sku) && !bought.has(sku));
  const absent = [...expected.keys()].filter((sku) => !counted.has(sku));
  const sisters = strange.filter((sku) => absent.some((other) => isSister(sku, other)));
  const never = strange.filter((sku) => !sisters.includes(sku));
  const tooMany = skus.filter(
    (sku) => (counted.get(sku) ?? 0) > Math.max(expected.get(sku) ?? 0, bought.get(sku) ?? 0),
  );
  const reasons: MatchReason[] = [];
  if (awaited.length > 0) reasons.push({ code: 'goods_expected', skus: awaited, weight: saysOf(awaited, articles) });
  if (onlyBought.length > 0) {
    const weight = Math.max(saysOf(onlyBought, articles) + weights.goodsUnasked, weights.goodsUnaskedLeast);
    reasons.push({ code: 'goods_bought', skus: onlyBought, weight });
  }
  if (sisters.length > 0) {
    const meant = absent.filter((other) => sisters.some((sku) => isSister(sku, other)));
    const weight = Math.max(saysOf(meant, articles) + weights.goodsSister, weights.goodsSisterLeast);
    reasons.push({ code: 'goods_sister', skus: sisters, weight });
  }
  if (never.length > 0) {
    const weight = weights.goodsNeverBought + weights.goodsNeverBoughtMore * (never.length - 1);
    reasons.push({ code: 'goods_never_bought', skus: never, weight: Math.max(weight, weights.goodsNeverBoughtMost) });
  }
  const surplus = tooMany.filter((sku) => !strange.includes(sku));
  if (surplus.length > 0) reasons.push({ code: 'goods_too_many', skus: surplus, weight: weights.goodsTooMany });
  return [...reasons, ...completeness(counted, expected, awaited)];
}

function completeness(
  counted: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
  awaited: readonly string[],
): MatchReason[] {
  if (awaited.length === 0) return [];
  const wanted = [...expected.values()].reduce((sum, units) => sum + units, 0);
  const here = awaited.reduce((sum, sku) => sum + Math.min(counted.get(sku) ?? 0, expected.get(sku) ?? 0), 0);
  return here === wanted
    ? [{ code: 'goods_complete', units: wanted, weight: weights.goodsComplete }]
    : [{ code: 'goods_incomplete', units: here, expected: wanted, weight: weights.goodsIncomplete }];
}

const SHORTEST_STEM = 3;

/** Sizes and colours of one article: their numbers differ behind the last mark, `C-1042-M` and `C-1042-L`. */
function isSister(a: string, b: string): boolean {
  const stem = stemOf(a);
  return stem !== null && a !== b && stem === stemOf(b);
}

function stemOf(sku: string): string | null {
  const mark = Math.max(sku.lastIndexOf('-'), sku.lastIndexOf('_'), sku.lastIndexOf('/'));
  return mark >= SHORTEST_STEM ? sku.slice(0, mark) : null;
}

/** The rarest article counts whole, the others half: what is bought together comes back together. */
function saysOf(skus: readonly string[], { share }: Articles): number {
  const [rarest = 0, ...others] = skus
    .map((sku) => Math.log(weights.goodsHit / (share.get(sku) ?? USUAL_SHARE)))
    .map((says) => Math.min(Math.max(says, weights.goodsLeast), weights.goodsMost))
    .toSorted((a, b) => b - a);
  const all = others.reduce((sum, says) => sum + weights.goodsTogether * says, rarest);
  return Math.min(all, weights.goodsMostOfAll);
}

export function unitsOf(goods: readonly Counted[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of goods) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return units;
}

/** Box and padding, in grams, and how far scales and articles differ. */
const PACKING = 400;
const TOLERANCE = 0.15;
const PACKING_MOST = 1_500;
const HEAVIEST = 1.4;
const LIGHTEST = 0.6;

/** Whether so heavy a parcel can hold what is awaited. Says nothing where an article's weight is not known. */
export function weightReasons(
  grams: number | null,
  { expected, bought }: Pick<Candidate, 'expected' | 'bought'>,
  { grams: unitGrams }: Pick<ArticleFacts, 'grams'>,
): MatchReason[] {
  const awaited = weigh(expected, unitGrams);
  const all = weigh(bought, unitGrams);
  if (grams === null || !awaited || !all) return [];
  if (grams < awaited.lightest * LIGHTEST) {
    return [{ code: 'weight_too_light', grams, expectedGrams: awaited.total, weight: weights.weightImpossible }];
  }
  if (grams > all.total * HEAVIEST + PACKING_MOST) {
    return [{ code: 'weight_too_heavy', grams, expectedGrams: all.total, weight: weights.weightImpossible }];
  }
  const over = grams - awaited.total;
  const fits = over >= -TOLERANCE * awaited.total && over <= TOLERANCE * awaited.total + PACKING;
  return fits ? [{ code: 'weight_fits', grams, expectedGrams: awaited.total, weight: weights.weightFits }] : [];
}

function weigh(goods: readonly Counted[], unitGrams: ReadonlyMap<string, number>) {
  if (goods.length === 0) return undefined;
  let total = 0;
  let lightest = Number.POSITIVE_INFINITY;
  for (const { sku, quantity } of goods) {
    const unit = unitGrams.get(sku);
    if (unit === undefined) return undefined;
    total += unit * quantity;
    lightest = Math.min(lightest, unit);
  }
  return { total, lightest };
}
