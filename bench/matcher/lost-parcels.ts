import { cityOf, type Merchant, nameOf, phoneOf, type Sale, type Units, waybillOf } from './made-up-merchant.ts';
import type { Draws } from './random.ts';

/** What stands on a parcel and lies in it, as far as somebody at the dock could read and count it. */
export type LostParcel = {
  /** The truth: which sale, and which of its requests; -1 where nobody asked. */
  sale: number;
  request: number;
  day: number;
  waybill: string | null;
  courier: string | null;
  phone: string | null;
  tail: string | null;
  name: string | null;
  city: string | null;
  contents: { sku: string; units: number }[];
  grams: number | null;
};

/** What became of the parcels that nobody can place at once. */
const fates = {
  /** Nobody asked for a return. */
  unasked: 0.25,
  /** Nobody took the parcel: it comes back under its own number. */
  refused: 0.08,
  /** The buyer gave a number, with a slip of the finger. */
  waybillMistyped: 0.15,
  waybillOfOther: 0.05,
  /** What labels show where they show anything. */
  phoneWhole: 0.12,
  nameWhole: 0.2,
} as const;

/** How often a piece of evidence is lost or wrong. Estimates: nobody has published such figures. */
const usualLosses = {
  waybillTorn: 0.04,
  sentByOther: 0.06,
  phoneHidden: 0.08,
  nameHidden: 0.3,
  cityHidden: 0.15,
  sentElsewhere: 0.08,
  notOpened: 0.03,
  miscounted: 0.05,
  /** Another size of the same model. */
  takenForSister: 0.04,
  partly: 0.1,
  notWeighed: 0.3,
};
type Losses = typeof usualLosses;

/**
 * Parcels whose owner is known here and to nobody else.
 * @param harshness times the usual losses
 */
export function lostParcels(draws: Draws, merchant: Merchant, count: number, harshness = 1): LostParcel[] {
  const losses = Object.fromEntries(
    Object.entries(usualLosses).map(([name, share]) => [name, Math.min(0.95, share * harshness)]),
  ) as Losses;
  const asked = merchant.sales.flatMap((sale, n) => sale.requests.map((_, request) => ({ n, request })));
  const delivered = merchant.sales.flatMap((sale, n) =>
    sale.deliveredDay !== null && sale.deliveredDay > merchant.today - 45 && free(sale).length > 0 ? [n] : [],
  );
  const unrequested = delivered.filter((n) => merchant.sales[n]?.requests.length === 0);
  const taken = new Set<string>();
  const parcels: LostParcel[] = [];
  while (parcels.length < count) {
    const fate = draws.fraction();
    const refused = fate < fates.refused;
    const unasked = { n: draws.oneOf(refused ? unrequested : delivered), request: -1 };
    const { n, request } = fate < fates.unasked + fates.refused ? unasked : draws.oneOf(asked);
    if (taken.has(`${n}/${request}`)) continue;
    taken.add(`${n}/${request}`);
    parcels.push(parcelOf(draws, losses, merchant, n, request, refused));
    const sale = merchant.sales[n];
    if (refused && sale) sale.deliveredDay = null;
  }
  return parcels;
}

/** Units of a sale that no request names. */
export const free = (sale: Sale): Units[] =>
  sale.lines.flatMap(({ article, units }) => {
    const asked = sale.requests.flatMap(({ lines }) => lines).filter((line) => line.article === article);
    const left = units - asked.reduce((sum, line) => sum + line.units, 0);
    return left > 0 ? [{ article, units: left }] : [];
  });

function parcelOf(
  draws: Draws,
  losses: Losses,
  merchant: Merchant,
  n: number,
  request: number,
  refused: boolean,
): LostParcel {
  const sale = merchant.sales[n];
  const person = merchant.people[sale?.person ?? 0];
  if (!sale || !person) throw new Error('a sale of somebody');
  const own = sale.requests[request];
  const sent = refused ? sale.lines : partOf(draws, losses, own ? own.lines : free(sale));
  const since = own ? own.openedDay : (sale.deliveredDay ?? sale.shippedDay);
  const label = labelOf(draws, losses, sale, own, refused);
  const other = draws.chance(losses.sentByOther);
  const sender = other
    ? { name: draws.chance(0.5) ? `${[...person.name][0]}某` : nameOf(draws), phone: phoneOf(draws) }
    : person;
  const seesPhone = !draws.chance(losses.phoneHidden);
  const seesAll = seesPhone && draws.chance(fates.phoneWhole);
  const city = draws.chance(losses.sentElsewhere) ? cityOf(draws) : person.city;
  const contents = countedBy(draws, losses, merchant, sent);
  const grams = sent.reduce((sum, { article, units }) => sum + (merchant.articles[article]?.grams ?? 0) * units, 0);
  return {
    sale: n,
    request,
    day: since + draws.between(2, 9) + (draws.chance(0.1) ? draws.between(5, 25) : 0),
    ...label,
    // A parcel that turned round bears the buyer as its receiver, and the label still tells of him.
    phone: seesAll ? sender.phone : null,
    tail: seesPhone ? sender.phone.slice(-4) : null,
    name: draws.chance(losses.nameHidden)
      ? null
      : draws.chance(fates.nameWhole)
        ? sender.name
        : `${[...sender.name][0]}**`,
    city: draws.chance(losses.cityHidden) ? null : city,
    contents,
    grams: draws.chance(losses.notWeighed)
      ? null
      : Math.round(grams * (0.95 + draws.fraction() * 0.1) + draws.between(40, 350)),
  };
}

function labelOf(
  draws: Draws,
  losses: Losses,
  sale: Sale,
  own: Sale['requests'][number] | undefined,
  refused: boolean,
) {
  if (refused) return { waybill: draws.chance(losses.waybillTorn) ? null : sale.outbound, courier: null };
  const label = waybillOf(draws);
  if (own) {
    // Whoever gave the right number has no unknown parcel, so what was announced is wrong or missing.
    const fate = draws.fraction();
    if (fate < fates.waybillMistyped) own.announced = { ...label, waybill: mistyped(draws, label.waybill) };
    else if (fate < fates.waybillMistyped + fates.waybillOfOther) own.announced = waybillOf(draws);
    else own.announced = null;
  }
  return draws.chance(losses.waybillTorn) ? { waybill: null, courier: label.courier } : label;
}

function mistyped(draws: Draws, waybill: string): string {
  const at = draws.between(2, waybill.length - 2);
  const [before, here, next] = [waybill.slice(0, at), waybill[at] ?? '', waybill[at + 1] ?? ''];
  const fate = draws.fraction();
  if (fate < 0.3 && here !== next) return `${before}${next}${here}${waybill.slice(at + 2)}`;
  if (fate < 0.5) return `${before}${waybill.slice(at + 1)}`;
  return `${before}${(Number(here) + draws.between(1, 9)) % 10}${waybill.slice(at + 1)}`;
}

function partOf(draws: Draws, losses: Losses, lines: readonly Units[]): readonly Units[] {
  if (!draws.chance(losses.partly)) return lines;
  const [first, ...others] = lines;
  if (!first) return lines;
  return others.length > 0 ? [first] : [{ ...first, units: 1 }];
}

function countedBy(
  draws: Draws,
  losses: Losses,
  { articles }: Merchant,
  sent: readonly Units[],
): LostParcel['contents'] {
  if (draws.chance(losses.notOpened)) return [];
  const contents = sent.map(({ article, units }) => ({ article, units }));
  const some = contents[draws.whole(contents.length)];
  if (some && draws.chance(losses.miscounted)) some.units = Math.max(1, some.units + draws.oneOf([-1, 1]));
  if (some && draws.chance(losses.takenForSister))
    some.article = Math.min(articles.length - 1, some.article ^ draws.between(1, 3));
  return contents.map(({ article, units }) => ({ sku: articles[article]?.sku ?? '', units }));
}
