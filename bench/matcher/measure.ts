import { rankCandidates } from '../../src/domain/parcels/match-parcel.ts';
import type { ArticleFacts, Candidate, ParcelEvidence } from '../../src/domain/parcels/parcel-evidence.ts';
import { fromMs, type Instant } from '../../src/domain/time.ts';
import { free, type LostParcel, lostParcels } from './lost-parcels.ts';
import { type Merchant, madeUpMerchant, type Person, type Size, type Units } from './made-up-merchant.ts';
import { drawsFrom } from './random.ts';

export type Trial = {
  parcels: readonly { evidence: ParcelEvidence; truth: string }[];
  candidates: readonly Candidate[];
  articles: ArticleFacts;
};

/** A merchant with parcels that have lost their owner, told in the words of the matcher. */
export function trialOf(seed: number, size: Size, parcels: number, harshness = 1): Trial {
  const draws = drawsFrom(seed);
  const merchant = madeUpMerchant(draws, size);
  const lost = lostParcels(draws, merchant, parcels, harshness);
  return {
    parcels: lost.map((parcel) => ({ evidence: evidenceOf(parcel), truth: keyOf(parcel.sale, parcel.request) })),
    candidates: candidatesOf(merchant),
    articles: articlesOf(merchant),
  };
}

export type Scores = { first: number; top3: number; parcels: number };

/** @param seen what of the evidence the matcher is allowed to see; all of it where left out */
export function scoresOf(trial: Trial, seen: (evidence: ParcelEvidence) => ParcelEvidence = (all) => all): Scores {
  let [first, top3] = [0, 0];
  for (const { evidence, truth } of trial.parcels) {
    const best = rankCandidates(seen(evidence), trial.candidates, trial.articles).slice(0, 3);
    const at = best.findIndex(({ candidate }) => keyOfCandidate(candidate) === truth);
    if (at === 0) first += 1;
    if (at >= 0) top3 += 1;
  }
  const count = trial.parcels.length;
  return { first: first / count, top3: top3 / count, parcels: count };
}

const blank: ParcelEvidence['sender'] = { phoneKey: null, phoneTail: null, name: null, city: null };
const bare = (evidence: ParcelEvidence): ParcelEvidence => ({
  ...evidence,
  waybill: null,
  courier: null,
  sender: blank,
  contents: [],
  weightGrams: null,
});

/** One piece of evidence at a time, to show what the others are for. */
export const alone: Readonly<Record<string, (evidence: ParcelEvidence) => ParcelEvidence>> = {
  waybill: (evidence) => ({ ...bare(evidence), waybill: evidence.waybill, courier: evidence.courier }),
  phone: ({ sender, ...evidence }) => ({
    ...bare({ sender, ...evidence }),
    sender: { ...blank, phoneKey: sender.phoneKey, phoneTail: sender.phoneTail },
  }),
  name: ({ sender, ...evidence }) => ({ ...bare({ sender, ...evidence }), sender: { ...blank, name: sender.name } }),
  goods: (evidence) => ({ ...bare(evidence), contents: evidence.contents }),
  weight: (evidence) => ({ ...bare(evidence), weightGrams: evidence.weightGrams }),
};

const keyOf = (sale: number, request: number): string => (request < 0 ? `ord_${sale}` : `rma_${sale}_${request}`);
const keyOfCandidate = ({ of }: Candidate): string => (of.kind === 'return' ? of.rmaId : of.orderId);

const MIDNIGHT = Date.UTC(2026, 0, 1);
const onDay = (day: number, hour: number): Instant => fromMs(MIDNIGHT + (day * 24 + hour) * 3_600_000);

const evidenceOf = (parcel: LostParcel): ParcelEvidence => ({
  arrivedAt: onDay(parcel.day, 10),
  waybill: parcel.waybill,
  courier: parcel.courier,
  sender: { phoneKey: parcel.phone, phoneTail: parcel.tail, name: parcel.name, city: parcel.city },
  contents: parcel.contents.map(({ sku, units }) => ({ sku, quantity: units })),
  weightGrams: parcel.grams,
});

function candidatesOf({ articles, people, sales }: Merchant): Candidate[] {
  const users = new Map<string, number>();
  for (const { phone } of people) users.set(phone, (users.get(phone) ?? 0) + 1);
  const goodsOf = (lines: readonly Units[]) =>
    lines.map(({ article, units }) => ({ sku: articles[article]?.sku ?? '', quantity: units }));
  return sales.flatMap((sale, n) => {
    const person = people[sale.person];
    if (!person) return [];
    const about = {
      shippedAt: onDay(sale.shippedDay, 8),
      deliveredAt: sale.deliveredDay === null ? null : onDay(sale.deliveredDay, 8),
      bought: goodsOf(sale.lines),
      outbound: [sale.outbound],
      ofBuyer: [],
      ...knownOf(person, users.get(person.phone) ?? 1),
    };
    const left = free(sale);
    const order: Candidate[] =
      left.length === 0
        ? []
        : [
            {
              ...about,
              of: { kind: 'order', orderId: `ord_${n}` },
              openedAt: null,
              expected: goodsOf(left),
              announced: [],
            },
          ];
    const returns = sale.requests.map(
      ({ openedDay, lines, announced }, request): Candidate => ({
        ...about,
        of: { kind: 'return', rmaId: `rma_${n}_${request}`, orderId: `ord_${n}` },
        openedAt: onDay(openedDay, 9),
        expected: goodsOf(lines),
        announced: announced ? [{ ...announced, arrived: false }] : [],
      }),
    );
    return [...order, ...returns];
  });
}

/** What the shop knows of a buyer: channels hide names and phones. */
const knownOf = ({ name, phone, city, shows, sentBefore }: Person, users: number) => ({
  sender: {
    phoneKey: shows.phone === 'all' ? phone : null,
    phoneTail: shows.phone === 'nothing' ? null : phone.slice(-4),
    name: shows.name === 'all' ? name : `${[...name][0]}**`,
    cities: sentBefore ? [city] : [],
  },
  phoneSharedBy: shows.phone === 'all' ? users : 1,
});

function articlesOf({ articles, sales }: Merchant): ArticleFacts {
  const orders = new Map<string, number>();
  for (const { lines } of sales) {
    for (const { article } of lines) {
      const sku = articles[article]?.sku ?? '';
      orders.set(sku, (orders.get(sku) ?? 0) + 1);
    }
  }
  return {
    share: new Map([...orders].map(([sku, count]) => [sku, count / sales.length])),
    grams: new Map(articles.flatMap(({ sku, grams, gramsKnown }) => (gramsKnown ? [[sku, grams] as const] : []))),
  };
}
