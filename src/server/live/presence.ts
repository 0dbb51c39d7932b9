import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { type Instant, plusMs } from '../../domain/time.ts';

export type Looker = { id: string; name: string };

/** Whoever has not said so again for this long has gone, with or without a word. */
const FORGOTTEN_AFTER_MS = 45_000;

/**
 * Who looks at which case now. Kept in the memory of this process only: it is worth nothing a minute later. Where several
 * processes serve one merchant, each knows those who are connected to it.
 */
export function presence() {
  const looking = new Map<string, Map<string, Looker & { until: Instant }>>();

  const at = (merchantId: MerchantId, rmaId: RmaId, now: Instant): Looker[] => {
    const key = `${merchantId}/${rmaId}`;
    const people = looking.get(key);
    for (const [id, { until }] of people ?? []) if (until <= now) people?.delete(id);
    if (people?.size === 0) looking.delete(key);
    return [...(people?.values() ?? [])].map(({ id, name }) => ({ id, name }));
  };

  return {
    at,
    /** Says that somebody looks, or has gone. True where that is news to the others. */
    note(merchantId: MerchantId, rmaId: RmaId, { id, name }: Looker, here: boolean, now: Instant): boolean {
      const key = `${merchantId}/${rmaId}`;
      const wasHere = at(merchantId, rmaId, now).some((looker) => looker.id === id);
      const people = looking.get(key) ?? new Map();
      if (here) people.set(id, { id, name, until: plusMs(now, FORGOTTEN_AFTER_MS) });
      else people.delete(id);
      if (people.size > 0) looking.set(key, people);
      else looking.delete(key);
      return wasHere !== here;
    },
  };
}
