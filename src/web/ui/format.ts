import type { MoneyView } from '../../contract/common.ts';
import {
  addDays,
  type Instant,
  type LocalDate,
  localDate,
  parseInstant,
  toMs,
  toWallClock,
} from '../../domain/time.ts';
import type { Language } from './i18n.ts';

const symbols: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$', JPY: 'JP¥', TWD: 'NT$' };

/** `¥1,234.50`; a true minus sign before the symbol. */
export function formatMoney({ minor, currency }: MoneyView): string {
  const digits = minor.replace('-', '').padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${minor.startsWith('-') ? '−' : ''}${symbols[currency] ?? `${currency} `}${whole}.${digits.slice(-2)}`;
}

export const formatCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

const weekdays: Record<Language, readonly string[]> = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const near: Record<Language, readonly [yesterday: string, today: string, tomorrow: string]> = {
  'zh-CN': ['昨天', '今天', '明天'],
  en: ['Yesterday', 'Today', 'Tomorrow'],
};

// Every time on the wire is an instant; a text that is none shows the beginning of the epoch rather than breaking a page.
const instantOf = (at: string): Instant => parseInstant(at) ?? ('1970-01-01T00:00:00.000Z' as Instant);

// Day 0 of the epoch was a Thursday.
const weekdayOf = (day: string, language: Language): string =>
  weekdays[language][(Math.floor(toMs(instantOf(`${day}T00:00:00Z`)) / 86_400_000) + 4) % 7] ?? '';

/** `11-20 周五`, `Fri 20 Nov`; with the year where it is not this one. */
export function formatDay(day: string, thisYear: string, language: Language): string {
  const weekday = weekdayOf(day, language);
  const [year = '', month = '', date = ''] = day.split('-');
  if (language === 'en') {
    const named = `${Number(date)} ${months[Number(month) - 1] ?? ''}`;
    return year === thisYear ? `${weekday} ${named}` : `${named} ${year}`;
  }
  return year === thisYear ? `${month}-${date} ${weekday}` : day;
}

const DAY_H = 24;

/** `3 小时 12 分`, `2 天 4 小时`; `3 h 12 min`. Two units at most, the smaller one left out where it is zero. */
export function formatSpan(ms: number, language: Language): string {
  const minutes = Math.max(0, Math.floor(Math.abs(ms) / 60_000));
  const [d, h, m, less] =
    language === 'en' ? [' d', ' h', ' min', 'under 1 min'] : [' 天', ' 小时', ' 分', '不到 1 分'];
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return less;
  if (hours >= 2 * DAY_H) return join(Math.floor(hours / DAY_H), d, hours % DAY_H, h);
  return hours > 0 ? join(hours, h, minutes % 60, m) : `${minutes}${m}`;
}

const join = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit} ${small}${smallUnit}`;

/** How times and amounts are written for one reader: a language, and the zone of the merchant (not of the browser). */
export function formatsFor(language: Language, timeZone: string) {
  const wall = (at: string): string => toWallClock(instantOf(at), timeZone);
  const dayOf = (at: string): LocalDate => localDate(instantOf(at), timeZone);

  const when = (at: string, now: Instant, options: { time?: boolean } = {}): string => {
    const today = localDate(now, timeZone);
    const day = dayOf(at);
    const time = wall(at).slice(11, 16);
    const around = [addDays(today, -1), today, addDays(today, 1)].indexOf(day);
    const name = near[language][around];
    if (name) return `${name} ${time}`;
    const date = formatDay(day, today.slice(0, 4), language);
    return options.time ? `${date} ${time}` : date;
  };

  return {
    money: formatMoney,
    /** `今天 14:05`, `昨天 14:05`, `11-20 周五`; with `time`, always to the minute. */
    when,
    /** To the second, for a tooltip: `2026-11-20 周五 14:05:31`. */
    full: (at: string): string => {
      const day = dayOf(at);
      const shown =
        language === 'en'
          ? `${weekdayOf(day, 'en')} ${formatDay(day, '', 'en')}`
          : `${day} ${weekdayOf(day, language)}`;
      return `${shown} ${wall(at).slice(11)}`;
    },
    day: (day: string, now: Instant): string => formatDay(day, localDate(now, timeZone).slice(0, 4), language),
    dayOf,
    today: (now: Instant): string => localDate(now, timeZone),
    /** `还剩 3 小时 12 分`, `已超时 20 分`. */
    left: (due: string, now: Instant): string => {
      const ms = toMs(instantOf(due)) - toMs(now);
      const span = formatSpan(ms, language);
      if (language === 'en') return ms >= 0 ? `${span} left` : `${span} overdue`;
      return ms >= 0 ? `还剩 ${span}` : `已超时 ${span}`;
    },
    span: (ms: number): string => formatSpan(ms, language),
    /** Hours of a report: `5.4 小时`, from two days on `3.2 天`. */
    hours: (hours: number): string => {
      if (hours < 1) return formatSpan(hours * 3_600_000, language);
      const [value, unit] =
        hours >= 2 * DAY_H
          ? [hours / DAY_H, language === 'en' ? ' d' : ' 天']
          : [hours, language === 'en' ? ' h' : ' 小时'];
      return `${value.toFixed(1)}${unit}`;
    },
    percent: (share: number): string => `${(share * 100).toFixed(1)}%`,
    timeZone,
    language,
  };
}

export type Formats = ReturnType<typeof formatsFor>;
