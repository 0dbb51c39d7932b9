import { z } from 'zod';
import { alertFilters } from '../../../contract/alerts.ts';
import { useAddress } from '../parts/use-address.ts';
import { useSession } from '../shell/session.tsx';

const filters = z.object(alertFilters);
export const filterNames = Object.keys(alertFilters) as (keyof typeof alertFilters)[];

/** The filters in the address; one that means nothing is as if it were not there. */
export function useAlertQuery() {
  const { get, params } = useAddress();
  const { principal } = useSession();
  const given = Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = name === 'owner' && get(name) === 'me' ? principal.id : get(name);
      return value !== undefined && alertFilters[name].safeParse(value).success ? [[name, value]] : [];
    }),
  );
  const state: 'open' | 'over' = get('state') === 'over' ? 'over' : 'open';
  return { filter: filters.parse(given), state, isFiltered: filterNames.some((name) => params.has(name)) };
}
