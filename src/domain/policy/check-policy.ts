import { fromWallClock, isTimeZone, type LocalDate, plusHours } from '../time.ts';
import { type ApprovalRule, wrongInRule } from './approvals.ts';
import { checkCondition, type Position } from './conditions.ts';
import { type AutoAction, badFieldOf, type OwnClock, wrongHours } from './deadlines.ts';
import { cnHolidays } from './holidays-cn.ts';
import { MOST_WAIT_HOURS, type Policy, type PolicyRow } from './policy.ts';
import { returnWindowClosesAt } from './return-window.ts';
import { type Offence, offenceOf } from './stricter-rows.ts';

/** What is wrong with a draft, and in which row (counted from 0), where it is one row. */
export type PolicyError =
  | { code: 'condition_invalid'; row: number; ruleId: string; message: string; position: Position }
  | { code: 'outcome_invalid'; row: number; ruleId: string; field: string }
  | { code: 'rule_named_twice'; row: number; ruleId: string }
  | { code: 'refund_without_return_off'; row: number; ruleId: string }
  | ({ code: 'stricter_than_law'; row: number; ruleId: string } & Offence)
  | { code: 'terms_stricter_than_law'; field: 'windowDays' | 'reviewHours'; article: string }
  /** `clock`: the one whose hours are wrong. */
  | { code: 'terms_invalid'; field: keyof Policy; clock?: OwnClock }
  /** One of the approval rules, counted from 0. */
  | { code: 'approval_invalid'; rule: number; field: keyof ApprovalRule }
  /** Which automatic action, counted from 0, and which of its fields. */
  | { code: 'auto_action_invalid'; index: number; field: keyof AutoAction };

/** What is allowed and perhaps not meant. */
export type PolicyWarning =
  | { code: 'zone_shortens_window'; article: string }
  | { code: 'holidays_dropped'; days: LocalDate[]; article: string }
  | { code: 'rows_never_asked'; row: number; ruleId: string };

export type PolicyVerdict = { errors: PolicyError[]; warnings: PolicyWarning[] };

/** 15 days, after which a request that was not dealt with is punishable (暂行办法 31(2)). */
const MOST_REVIEW_HOURS = 360;
/** Beyond these a window or a deadline is a slip of the keyboard, and may have no date. */
const MOST_WINDOW_DAYS = 3_650;
const MOST_DEADLINE_HOURS = 8_760;

/**
 * Looks a draft over before it may be published. A shop may only be kinder than the law: the draft is tried on cases that
 * the law grants, and a row that takes one of them away is named with the article. Cases are made to measure from the
 * constants in the draft, so that for rows of a table the search leaves nothing out within its bounds; a row that only
 * an expert can read is tried with its own constants and may hide what no finite number of cases shows.
 */
export function checkPolicy(draft: Policy): PolicyVerdict {
  const terms = termErrors(draft);
  const errors = [...terms, ...draft.rows.flatMap((row, i) => rowErrors(draft, row, i))];
  // What cannot be asked cannot be tried.
  if (errors.length === 0) errors.push(...draft.rows.flatMap((row, i) => strictness(draft, row, i)));
  // Nor can days be counted where there is no such place or number.
  return { errors, warnings: terms.length === 0 ? warningsOf(draft) : [] };
}

function rowErrors(draft: Policy, row: PolicyRow, i: number): PolicyError[] {
  const place = { row: i, ruleId: row.id };
  const errors: PolicyError[] = [];
  const checked = checkCondition(row.condition);
  if (!checked.ok) errors.push({ ...checked.rejection, ...place });
  if (draft.rows.findIndex(({ id }) => id === row.id) !== i || reserved.has(row.id)) {
    errors.push({ code: 'rule_named_twice', ...place });
  }
  const field = badField(row);
  if (field) errors.push({ code: 'outcome_invalid', ...place, field });
  if (row.outcome.kind === 'refund_without_return' && !draft.refundWithoutReturn) {
    errors.push({ code: 'refund_without_return_off', ...place });
  }
  return errors;
}

/** Traces use these where no row decided. */
const reserved: ReadonlySet<string> = new Set([
  'no_rule',
  'missing_fact',
  'automation_off',
  'buyer_asked',
  'converted',
]);

function badField({ id, outcome, effects, basis, label }: PolicyRow): string | undefined {
  if (id.trim() === '') return 'id';
  if (basis.trim() === '') return 'basis';
  if (label.zh.trim() === '') return 'label.zh';
  if (label.en.trim() === '') return 'label.en';
  if (outcome.kind === 'escalate' && !isCount(outcome.level)) return 'outcome.level';
  if (outcome.kind === 'ask_evidence' && outcome.note.trim() === '') return 'outcome.note';
  if (outcome.kind === 'escalate' && outcome.because) return 'outcome.because';
  const { deadlineHours, interceptHours, returnAddress } = effects ?? {};
  if (deadlineHours !== undefined && (outcome.kind !== 'escalate' || !isCount(deadlineHours, MOST_DEADLINE_HOURS))) {
    return 'effects.deadlineHours';
  }
  const comesBack = outcome.kind === 'approve';
  if (interceptHours !== undefined && !(comesBack && isCount(interceptHours, MOST_WAIT_HOURS))) {
    return 'effects.interceptHours';
  }
  if (effects?.instantRefund !== undefined && !comesBack) return 'effects.instantRefund';
  if (returnAddress !== undefined && (!comesBack || returnAddress.trim() === '')) return 'effects.returnAddress';
  return effects?.returnFreight !== undefined && !comesBack ? 'effects.returnFreight' : undefined;
}

const isCount = (n: number, most = Number.MAX_SAFE_INTEGER): boolean => Number.isSafeInteger(n) && n >= 1 && n <= most;

function termErrors(draft: Policy): PolicyError[] {
  const { windowDays, timeZone, reviewHours, approvalLimit, autoRefundLimit, refundWithoutReturn, resaleBasisPoints } =
    draft;
  const invalid: [keyof Policy, boolean][] = [
    ['windowDays', !isCount(windowDays, MOST_WINDOW_DAYS)],
    ['timeZone', !isTimeZone(timeZone)],
    ['reviewHours', !isCount(reviewHours)],
    ['approvalLimit', approvalLimit.minor < 0n],
    ['autoRefundLimit', autoRefundLimit !== null && autoRefundLimit.minor < 0n],
    ['refundWithoutReturn', refundWithoutReturn !== undefined && refundWithoutReturn.maxAmount.minor <= 0n],
    [
      'resaleBasisPoints',
      !Number.isSafeInteger(resaleBasisPoints) || resaleBasisPoints < 0 || resaleBasisPoints > 10_000,
    ],
  ];
  const errors: PolicyError[] = invalid.flatMap(([field, wrong]) => (wrong ? [{ code: 'terms_invalid', field }] : []));
  for (const [rule, approval] of (draft.approvals ?? []).entries()) {
    const field = wrongInRule(approval, approvalLimit.currency);
    if (field) errors.push({ code: 'approval_invalid', rule, field });
  }
  for (const [index, action] of (draft.autoActions ?? []).entries()) {
    const field = badFieldOf(action, approvalLimit.currency);
    if (field) errors.push({ code: 'auto_action_invalid', index, field });
  }
  for (const clock of wrongHours(draft.clockHours ?? {})) {
    errors.push({ code: 'terms_invalid', field: 'clockHours', clock });
  }
  const stricter = 'terms_stricter_than_law';
  if (windowDays < 7) errors.push({ code: stricter, field: 'windowDays', article: '消费者权益保护法 25；暂行办法 10' });
  if (reviewHours > MOST_REVIEW_HOURS) {
    errors.push({ code: stricter, field: 'reviewHours', article: '暂行办法 31(2)' });
  }
  return errors;
}

/**
 * The days of a shop elsewhere begin and end at other moments: a buyer in China may lose hours of the last day, or a day.
 * Tried for each hour of a day in winter and in summer.
 */
function closesEarlier({ windowDays, timeZone }: Policy): boolean {
  const lawful = { windowDays: 7, timeZone: 'Asia/Shanghai', holidays: [] };
  if (timeZone === lawful.timeZone) return false;
  const winter = fromWallClock('2026-01-05 00:30:00', 'Asia/Shanghai');
  const summer = fromWallClock('2026-07-06 00:30:00', 'Asia/Shanghai');
  return [winter, summer].some((start) =>
    Array.from({ length: 24 }, (_, hour) => plusHours(start, hour)).some(
      (signedAt) =>
        returnWindowClosesAt(signedAt, { windowDays, timeZone, holidays: [] }) < returnWindowClosesAt(signedAt, lawful),
    ),
  );
}

function strictness(draft: Policy, row: PolicyRow, i: number): PolicyError[] {
  const offence = offenceOf(draft, row);
  return offence ? [{ code: 'stricter_than_law', row: i, ruleId: row.id, ...offence }] : [];
}

function warningsOf(draft: Policy): PolicyWarning[] {
  const { rows, holidays } = draft;
  const always = rows.findIndex(({ condition }) => condition.trim() === 'true');
  const next = always < 0 ? undefined : rows[always + 1];
  const last = holidays.toSorted().at(-1);
  // A calendar that ends earlier is old, not stricter; within its years a day less may shorten a window.
  const dropped = cnHolidays.filter((day) => (last === undefined || day <= last) && !holidays.includes(day));
  return [
    ...(closesEarlier(draft) ? [{ code: 'zone_shortens_window', article: '暂行办法 10；民法典 203' } as const] : []),
    ...(dropped.length > 0 ? [{ code: 'holidays_dropped', days: dropped, article: '民法典 203' } as const] : []),
    ...(next ? [{ code: 'rows_never_asked', row: always + 1, ruleId: next.id } as const] : []),
  ];
}
