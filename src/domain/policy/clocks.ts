import {
  addDays,
  fromMs,
  fromWallClock,
  type Instant,
  type LocalDate,
  localDate,
  plusHours,
  startOfDay,
  toMs,
} from '../time.ts';

/**
 * How a stretch of time is counted.
 * - `hours`: from the moment on, through nights and holidays.
 * - `open_hours`: only between 09:00 and 18:00, on every day of the year.
 * - `days`: whole days from the next day on, to 24:00 of the last (民法典 201, 203).
 * - `months`: to 24:00 of the day of the same number, or of the month's last where it has none (民法典 202).
 */
type Count = { hours: number } | { open_hours: number } | { days: number } | { months: number };

export type ClockRule = {
  count: Count;
  /** Whose time it is. */
  of: 'buyer' | 'seller';
  /** What it starts with. */
  from: { zh: string; en: string };
  /** Where it stands. */
  article: string;
  /** The version of the text that was read; an older case may fall under an older text. */
  inForceFrom: LocalDate;
};

const on = (day: string): LocalDate => day as LocalDate;
const delivered = { zh: '买家签收', en: 'the buyer signed' };
const returned = { zh: '商家收到退回商品', en: 'the goods came back' };
const consumerLaw = on('2014-03-15');
const returnRules = on('2020-10-23');
const jdDisputes = on('2025-07-04');
const jdGoods = on('2026-06-15');

const days = (
  count: number,
  of: ClockRule['of'],
  from: ClockRule['from'],
  article: string,
  inForceFrom: LocalDate,
) => ({
  count: { days: count },
  of,
  from,
  article,
  inForceFrom,
});
const hours = (
  count: number,
  of: ClockRule['of'],
  from: ClockRule['from'],
  article: string,
  inForceFrom: LocalDate,
) => ({
  count: { hours: count },
  of,
  from,
  article,
  inForceFrom,
});

/**
 * The clocks of law and of JD's published rules. The window of the no-reason right is in `return-window.ts`, because a
 * shop may lengthen it. A clock that a platform sends with a request wins over every one of these.
 */
export const clockRules = {
  quality_return: days(7, 'buyer', delivered, '消费者权益保护法 24', consumerLaw),
  durable_proof: {
    count: { months: 6 },
    of: 'seller',
    from: delivered,
    article: '消费者权益保护法 23',
    inForceFrom: consumerLaw,
  },
  refund: days(7, 'seller', returned, '暂行办法 13', returnRules),
  refund_punishable: days(15, 'seller', returned, '暂行办法 31(3)', returnRules),
  procedure_punishable: days(
    15,
    'seller',
    { zh: '收到退货要求', en: 'the request came' },
    '暂行办法 31(2)',
    returnRules,
  ),
  jd_buyer_may_call: hours(24, 'buyer', { zh: '买家提起纠纷', en: 'the buyer disputed' }, '京东纠纷总则 3', jdDisputes),
  jd_answer: hours(
    24,
    'seller',
    { zh: '纠纷单流转至商家', en: 'the dispute reached the seller' },
    '京东纠纷总则 9(1)',
    jdDisputes,
  ),
  jd_evidence: {
    count: { open_hours: 4 },
    of: 'seller',
    from: { zh: '京东通知补充证据', en: 'JD asked for evidence' },
    article: '京东纠纷总则 9(2)',
    inForceFrom: jdDisputes,
  },
  jd_execution: hours(24, 'seller', { zh: '京东判责', en: 'JD judged' }, '京东纠纷总则 9(3)', jdDisputes),
  jd_appeal: days(7, 'seller', { zh: '纠纷单关闭', en: 'the dispute closed' }, '京东纠纷总则 16', jdDisputes),
  jd_acceptance: days(
    15,
    'buyer',
    { zh: '售后单被拒绝', en: 'the request was refused' },
    '京东纠纷总则 7(1)',
    jdDisputes,
  ),
  jd_quality_review: hours(
    48,
    'seller',
    { zh: '质量售后单提交', en: 'the fault was reported' },
    '京东商品纠纷 16',
    jdGoods,
  ),
  jd_flaw_portable: hours(48, 'buyer', delivered, '京东商品纠纷 26(1)', jdGoods),
  jd_flaw_fixed: hours(72, 'buyer', delivered, '京东商品纠纷 26(1)', jdGoods),
  jd_flaw_hidden: hours(72, 'buyer', delivered, '京东商品纠纷 26(1)', jdGoods),
  jd_flaw_worn: hours(48, 'buyer', delivered, '京东商品纠纷 26(2)-(6)', jdGoods),
  jd_flaw_worn_filing: days(15, 'buyer', delivered, '京东商品纠纷 26(2)-(6)', jdGoods),
  jd_gold_weight: days(7, 'buyer', delivered, '京东商品纠纷 26(6)', jdGoods),
  jd_pets: hours(24, 'buyer', delivered, '京东商品纠纷 26(7)', jdGoods),
  jd_aquatic: days(3, 'buyer', delivered, '京东商品纠纷 26(8)', jdGoods),
  jd_household: days(15, 'buyer', delivered, '京东商品纠纷 26(9)', jdGoods),
  jd_ceramics: days(7, 'buyer', delivered, '京东商品纠纷 26(9)', jdGoods),
  jd_car_goods: days(15, 'buyer', delivered, '京东商品纠纷 26(12)', jdGoods),
  jd_shoes_return: days(7, 'buyer', delivered, '京东商品纠纷 27(2)', jdGoods),
  jd_shoes_exchange: days(15, 'buyer', delivered, '京东商品纠纷 27(2)', jdGoods),
  jd_shoes_guarantee: days(120, 'buyer', delivered, '京东商品纠纷 27(2)', jdGoods),
  jd_bags_guarantee: days(90, 'buyer', delivered, '京东商品纠纷 27(4)', jdGoods),
  jd_repair: days(
    30,
    'seller',
    { zh: '商家收到待修商品', en: 'the goods came for repair' },
    '京东商品纠纷 27(2)',
    jdGoods,
  ),
  jd_replacement: hours(72, 'seller', returned, '京东商品纠纷 27(2)', jdGoods),
} as const satisfies Record<string, ClockRule>;

export type ClockId = keyof typeof clockRules;
export const clockIds = Object.keys(clockRules) as ClockId[];

/**
 * The first moment after the time is over. Statutory holidays do not move it: where a duty of the seller ends on one,
 * art. 203 might give him a day more, and the earlier end is the one that harms nobody.
 */
export function clockEnds(id: ClockId, from: Instant, timeZone: string): Instant {
  const count: Count = clockRules[id].count;
  if ('hours' in count) return plusHours(from, count.hours);
  if ('open_hours' in count) return openHoursEnd(from, count.open_hours, timeZone);
  const start = localDate(from, timeZone);
  const lastDay = 'days' in count ? addDays(start, count.days) : addMonths(start, count.months);
  return startOfDay(addDays(lastDay, 1), timeZone);
}

const HOUR_MS = 3_600_000;

/**
 * JD's clock for evidence (京东纠纷总则 9(2)): it runs from 09:00 to 18:00 on every day, holidays too, and what is left at
 * 18:00 goes on at 09:00. Notice at 10:00 ends at 14:00, notice at 14:01 at 09:01 of the next day.
 */
export function openHoursEnd(from: Instant, openHours: number, timeZone: string): Instant {
  let left = openHours * HOUR_MS;
  for (let day = localDate(from, timeZone); ; day = addDays(day, 1)) {
    const opens = Math.max(toMs(from), toMs(fromWallClock(`${day} 09:00:00`, timeZone)));
    const open = toMs(fromWallClock(`${day} 18:00:00`, timeZone)) - opens;
    if (left <= open) return fromMs(opens + left);
    left -= Math.max(0, open);
  }
}

/** The day of the same number so many months on, or the last of a shorter month. */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const total = year * 12 + (month - 1) + months;
  const first = on(
    `${String(Math.floor(total / 12)).padStart(4, '0')}-${String((total % 12) + 1).padStart(2, '0')}-01`,
  );
  const same = addDays(first, date - 1);
  return same.slice(0, 7) === first.slice(0, 7) ? same : addDays(on(`${addDays(first, 31).slice(0, 7)}-01`), -1);
}
