import { z } from 'zod';
import { deadlineFilters, dueBuckets } from '../../../contract/deadlines.ts';
import { useAddress } from '../parts/use-address.ts';

const filters = z.object(deadlineFilters);
export const filterNames = Object.keys(deadlineFilters) as (keyof typeof deadlineFilters)[];

export type Bucket = (typeof dueBuckets)[number];

/** The filters in the address; one that means nothing is as if it were not there. Ours come first, so they are what one sees. */
export function useDeadlineQuery() {
  const { get, params } = useAddress();
  const given = Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = get(name);
      return value !== undefined && deadlineFilters[name].safeParse(value).success ? [[name, value]] : [];
    }),
  );
  const bucket = dueBuckets.find((each) => each === get('bucket'));
  const filter = filters.parse(given);
  return { filter, bucket, isFiltered: filterNames.some((name) => params.has(name)) || bucket !== undefined };
}
