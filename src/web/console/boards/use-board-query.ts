import { type BoardQuery, boardCategories } from '../../../contract/boards.ts';
import { addDays, type LocalDate } from '../../../domain/time.ts';
import { now } from '../../ui/clock.ts';
import { useAddress } from '../parts/use-address.ts';
import { useFormats } from '../parts/use-formats.ts';

const DEFAULT_DAYS = 30;

/** Days back from today, both ends counted. */
export const lastDays = (today: string, days: number) => ({ from: addDays(today as LocalDate, 1 - days), to: today });

/** What the board looks at, from the address. The same names lead to the cases behind a figure. */
export function useBoardQuery() {
  const { get, change } = useAddress();
  const today = useFormats().today(now());
  const standard = lastDays(today, DEFAULT_DAYS);
  const compare: BoardQuery['compare'] = (['none', 'year'] as const).find((one) => one === get('compare')) ?? 'before';
  const category = boardCategories.find((one) => one === get('category'));
  const filters = {
    from: get('from') ?? standard.from,
    to: get('to') ?? standard.to,
    ...(get('shopId') ? { shopId: get('shopId') as `shop_${string}` } : {}),
    ...(get('channel') ? { channel: get('channel') } : {}),
    ...(category ? { category } : {}),
  };
  const boardAt = `/boards?${new URLSearchParams(definedOf({ ...filters, compare: get('compare') }))}`;
  const casesAt = (more: Record<string, string> = {}): string =>
    `/boards/cases?${new URLSearchParams({ ...definedOf(filters), ...more })}`;
  return { query: { ...filters, compare }, filters, today, get, change, boardAt, casesAt };
}

const definedOf = (filters: object): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => typeof value === 'string'));
