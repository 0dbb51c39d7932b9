import { reasons, resolutions } from '../../src/domain/policy/reasons.ts';
import { stages } from '../../src/domain/returns/rma.ts';
import { systemClock } from '../../src/server/clock.ts';
import type { Db } from '../../src/server/db/database.ts';
import { listRmas, type RmaQuery } from '../../src/server/returns/rma-lists.ts';
import { mulberry32 } from '../../src/simulators/mulberry32.ts';
import { BIG } from './seed.ts';

const { now } = systemClock;

export type Timed = { ms: number; what: string };
export type PageQuery = RmaQuery & { deep?: boolean };

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** One page, or for every fourth query the page after the page after it. */
export async function ask(db: Db, query: PageQuery): Promise<Timed> {
  const { deep, ...wanted } = query;
  const page = (after?: string) =>
    db.inMerchant(BIG, (tx) => listRmas(tx, BIG, after === undefined ? wanted : { ...wanted, after }, now()));
  const first = deep ? (await page()).next : undefined;
  const ms = await timed(() => page(first ?? undefined));
  return { ms, what: JSON.stringify(query) };
}

/** Lanes, shops, channels, reasons, kinds, days and searches in any combination. */
export function anyQueries(count: number, returns: number): PageQuery[] {
  const random = mulberry32(20_261_111);
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const maybe = <Item>(share: number, item: () => Item): Item | undefined => (random() < share ? item() : undefined);
  const daysAgo = (days: number) => new Date(Date.parse(now()) - days * 86_400_000).toISOString();
  const serial = () => 100_000_001 + Math.floor(random() * returns);
  const searches = [
    () => `R${serial()}`,
    () => `GL${serial()}`,
    () => `R${String(serial()).slice(0, 6)}`,
    () => `GL${String(serial()).slice(0, 7)}`,
    () => 'nothing-like-this',
  ];
  return Array.from({ length: count }, (_, i) => {
    const from = maybe(0.2, () => Math.floor(random() * 720));
    return {
      limit: 50,
      lane: maybe(0.8, () => one([...stages, 'due_soon', 'open', 'channel_problem'] as const)),
      shopId: maybe(0.3, () => `shop_${1 + Math.floor(random() * 7)}` as const),
      channel: maybe(0.15, () => one(['taobao', 'jd', 'woocommerce'])),
      reason: maybe(0.3, () => one(reasons)),
      resolution: maybe(0.2, () => one(resolutions)),
      openedFrom: from === undefined ? undefined : (daysAgo(from) as never),
      openedTo: from === undefined ? undefined : (daysAgo(from - 5) as never),
      q: maybe(0.1, () => one(searches)()),
      ...(i % 4 === 3 ? { deep: true } : {}),
    };
  });
}
