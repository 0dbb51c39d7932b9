import type { Grade } from '../inspection/dispositions.ts';
import { type Check, checksFor, type InspectionBook, isBetter, templateFor } from '../inspection/inspection-book.ts';
import type { OrderLine } from '../orders/order.ts';
import { ok, type Result, reject } from '../result.ts';
import type { Findings, RecordedCheck, Verdict } from './grading.ts';
import type { Rejection } from './rejections.ts';

type Looked = Findings & { grade: Grade; failedTests: string[]; photos: readonly string[]; quantity: number };

/** What a look at the goods comes to, once nothing is missing in it. */
export type Found = Verdict & {
  checks?: RecordedCheck[];
  failedChecks: string[];
  foreignSerials: string[];
  template?: { id: string; version: number };
};

/**
 * Whether all has been said that the merchant's template and the law ask for, or what is missing. A caller that names
 * failed tests and no checks has answered the law's tests by it, as callers of earlier versions do.
 */
export function checkFindings(looked: Looked, bought: OrderLine, book: InspectionBook): Result<Found, Rejection> {
  const template = templateFor(book, bought);
  const asked = checksFor(template, bought.goodsClass);
  const answered = answersOf(looked, asked);
  if (!answered.ok) return answered;
  const checks = answered.value;
  const failed = checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check);
  const isLaw = (code: string): boolean => asked.some((check) => check.code === code && check.kind === 'legal');
  const failedTests = [...new Set([...looked.failedTests, ...failed.filter(isLaw)])];
  const no =
    aboveCap(looked.grade, asked, [...failed, ...failedTests]) ??
    wrongSerials(looked, template?.serials ?? 'no') ??
    (template?.minShelfDays !== undefined && !looked.expiry
      ? ({ code: 'expiry_needed', field: 'expiry' } as const)
      : null);
  if (no) return reject(no);
  const name = gradeNameFor(looked, book);
  if (!name.ok) return name;
  const sold = bought.serials ?? [];
  return ok({
    grade: looked.grade,
    ...(name.value ? { gradeName: name.value } : {}),
    failedTests,
    ...(looked.checks ? { checks } : {}),
    failedChecks: failed.filter((code) => !isLaw(code)),
    foreignSerials: sold.length === 0 ? [] : (looked.serials ?? []).filter((serial) => !sold.includes(serial)),
    ...(template ? { template: { id: template.id, version: book.version } } : {}),
  });
}

function answersOf(looked: Looked, asked: readonly Check[]): Result<RecordedCheck[], Rejection> {
  const given = looked.checks ?? [];
  for (const [i, { check }] of given.entries()) {
    if (!asked.some(({ code }) => code === check))
      return reject({ code: 'check_unknown', check, field: `checks.${i}.check` });
    if (given.findIndex((other) => other.check === check) !== i)
      return reject({ code: 'check_named_twice', check, field: `checks.${i}.check` });
  }
  const recorded: RecordedCheck[] = [];
  for (const check of asked) {
    const at = given.findIndex((answer) => answer.check === check.code);
    const answer = given[at];
    if (!answer) {
      const saidOtherwise = check.kind === 'legal' && looked.checks === undefined;
      if (check.required && !saidOtherwise)
        return reject({ code: 'check_missing', check: check.code, field: 'checks' });
      continue;
    }
    if (answer.outcome === 'failed' && check.photoOnFail && answer.photos.length === 0)
      return reject({ code: 'photo_needed_for_failed_test', check: check.code, field: `checks.${at}.photos` });
    const { consequence } = check;
    recorded.push({ ...answer, ...(answer.outcome === 'failed' && consequence ? { consequence } : {}) });
  }
  const shown = looked.photos.length > 0 || recorded.some(({ photos }) => photos.length > 0);
  if (looked.failedTests.length > 0 && !shown)
    return reject({ code: 'photo_needed_for_failed_test', check: looked.failedTests[0] ?? '', field: 'photos' });
  return ok(recorded);
}

function aboveCap(grade: Grade, asked: readonly Check[], failed: readonly string[]): Rejection | null {
  for (const { code, cap } of asked) {
    if (cap && failed.includes(code) && isBetter(grade, cap))
      return { code: 'grade_above_cap', check: code, cap, field: 'grade' };
  }
  return null;
}

function wrongSerials({ serials, quantity }: Looked, asked: 'no' | 'ask' | 'required'): Rejection | null {
  const given = serials ?? [];
  const twice = given.find((serial, i) => given.indexOf(serial) !== i);
  if (twice !== undefined) return { code: 'serial_named_twice', serial: twice, field: 'serials' };
  if (given.length > quantity || (asked === 'required' && given.length < quantity))
    return { code: 'serials_needed', quantity, field: 'serials' };
  return null;
}

function gradeNameFor(
  { gradeCode, grade }: Looked,
  book: InspectionBook,
): Result<Verdict['gradeName'] | null, Rejection> {
  if (gradeCode === undefined) return ok(null);
  const known = book.grades.find(({ code, base }) => code === gradeCode && base === grade);
  if (!known) return reject({ code: 'grade_unknown', grade: gradeCode, field: 'gradeCode' });
  const { base: _, ...name } = known;
  return ok(name);
}
