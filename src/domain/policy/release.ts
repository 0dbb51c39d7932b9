import type { OrderId, ShopId } from '../ids.ts';
import { ok, type Result, reject } from '../result.ts';

/** Where a version is tried before it decides everything: in some shops (null: in all), for a share of the orders. */
export type Reach = { shopIds: readonly ShopId[] | null; sharePercent: number };

export type RollOut = Reach & { candidate: number };

/** Which versions decide new returns. Returns that are open keep the version that they were opened under. */
export type Release = { version: number; rollOut: RollOut | null };

export type ReleaseChange =
  | { action: 'roll_out'; rollOut: Reach }
  | { action: 'finish' }
  | { action: 'stop' }
  | { action: 'roll_back'; version: number };

export type ReleaseAction = 'publish' | ReleaseChange['action'];

export type ReleaseRejection = { code: 'no_roll_out' } | { code: 'version_in_force'; version: number };

/** The version that decides a new return on an order. The same order always meets the same one. */
export function versionFor({ version, rollOut }: Release, order: { shopId: ShopId; orderId: OrderId }): number {
  if (!rollOut || (rollOut.shopIds && !rollOut.shopIds.includes(order.shopId))) return version;
  return lotOf(order.orderId, rollOut.candidate) < rollOut.sharePercent ? rollOut.candidate : version;
}

/** What is released with a new version: it alone, or the one before with the new one as its candidate. */
export function published(before: Release | null, version: number, reach: Reach | null): Release {
  return before && reach
    ? { version: before.version, rollOut: { candidate: version, ...reach } }
    : { version, rollOut: null };
}

export function changedRelease(current: Release, change: ReleaseChange): Result<Release, ReleaseRejection> {
  const { version, rollOut } = current;
  if (change.action === 'roll_back') {
    return change.version === version && !rollOut
      ? reject({ code: 'version_in_force', version })
      : ok({ version: change.version, rollOut: null });
  }
  if (!rollOut) return reject({ code: 'no_roll_out' });
  switch (change.action) {
    case 'roll_out':
      return ok({ version, rollOut: { candidate: rollOut.candidate, ...change.rollOut } });
    case 'finish':
      return ok({ version: rollOut.candidate, rollOut: null });
    case 'stop':
      return ok({ version, rollOut: null });
  }
}

/**
 * From 0 to under 100, drawn once for an order and a candidate: an order below a share stays below every wider one, and
 * another candidate draws anew, so that it is not always the same orders that try what is new.
 */
const lotOf = (orderId: OrderId, candidate: number): number => (hash(`${candidate}/${orderId}`) / 2 ** 32) * 100;

/** FNV-1a over the text, and the last step of MurmurHash3, which spreads a small difference over all 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
