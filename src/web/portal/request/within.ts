import type { Language } from '../../../contract/people.ts';

const DAY_HOURS = 24;

/** `24 小时内`, `7 天内`; `within 7 days`. Whole days from two on; nothing where there is no limit. */
export function within(hours: number | null, language: Language): string {
  if (hours === null) return '';
  const isDays = hours >= 2 * DAY_HOURS && hours % DAY_HOURS === 0;
  const count = isDays ? hours / DAY_HOURS : hours;
  if (language !== 'en') return `${count} ${isDays ? '天' : '小时'}内`;
  return `within ${count} ${isDays ? 'day' : 'hour'}${count === 1 ? '' : 's'}`;
}
