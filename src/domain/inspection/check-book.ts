import type { Money } from '../money.ts';
import { goodsClasses, grades, type InspectionBook } from './inspection-book.ts';
import { legalTestsFor } from './legal-tests.ts';

/** Why a book is not published. `field` is the path of what has to be put right. */
export type BookFault = { field: string } & (
  | { code: 'named_twice'; name: string }
  | { code: 'grade_has_no_name'; grade: string }
  | { code: 'class_has_no_template'; goodsClass: string }
  | { code: 'wrong_currency'; expected: string }
);

/** What a book says against itself, or null. That the law's tests are asked is not for a book to say. */
export function checkBook(book: InspectionBook, currency: string): BookFault | null {
  return namedTwice(book) ?? missing(book) ?? foreignMoney(book, currency);
}

const firstTwice = (names: readonly string[], field: (at: number) => string): BookFault | null => {
  const at = names.findIndex((name, i) => names.indexOf(name) !== i);
  return at < 0 ? null : { code: 'named_twice', field: field(at), name: names[at] ?? '' };
};

const laws = goodsClasses.flatMap((goodsClass): readonly string[] => legalTestsFor(goodsClass).tests);

function namedTwice({ templates, grades: scale, rules, values, secondLooks }: InspectionBook): BookFault | null {
  const scope = (row: { goodsClass?: string; skuPrefix?: string }) =>
    row.skuPrefix === undefined ? `${row.goodsClass ?? ''}/` : `/${row.skuPrefix}`;
  const whole =
    firstTwice(
      templates.map(({ id }) => id),
      (at) => `templates.${at}.id`,
    ) ??
    firstTwice(templates.map(scope), (at) => `templates.${at}.skuPrefix`) ??
    firstTwice(
      scale.map(({ code }) => code),
      (at) => `grades.${at}.code`,
    ) ??
    firstTwice(
      rules.map(({ id }) => id),
      (at) => `rules.${at}.id`,
    ) ??
    firstTwice(
      values.map((row) => `${row.way}/${scope(row)}`),
      (at) => `values.${at}.way`,
    ) ??
    firstTwice(
      secondLooks.byClass.map(({ goodsClass }) => goodsClass),
      (at) => `secondLooks.byClass.${at}.goodsClass`,
    );
  if (whole) return whole;
  for (const [i, { checks }] of templates.entries()) {
    const codes = checks.map(({ code }) => code);
    const law = codes.findIndex((code) => laws.includes(code));
    if (law >= 0) return { code: 'named_twice', field: `templates.${i}.checks.${law}.code`, name: codes[law] ?? '' };
    const twice = firstTwice(codes, (at) => `templates.${i}.checks.${at}.code`);
    if (twice) return twice;
  }
  return null;
}

function missing({ templates, grades: scale }: InspectionBook): BookFault | null {
  const grade = grades.find((base) => !scale.some((row) => row.base === base));
  if (grade) return { code: 'grade_has_no_name', field: 'grades', grade };
  const goodsClass = goodsClasses.find(
    (name) => !templates.some((row) => row.goodsClass === name && row.skuPrefix === undefined),
  );
  return goodsClass ? { code: 'class_has_no_template', field: 'templates', goodsClass } : null;
}

function foreignMoney({ rules, values, scrapApprovalAbove }: InspectionBook, expected: string): BookFault | null {
  const amounts: [string, Money | null | undefined][] = [
    ...rules.flatMap((rule, i): [string, Money | undefined][] => [
      [`rules.${i}.priceFrom`, rule.priceFrom],
      [`rules.${i}.priceBelow`, rule.priceBelow],
    ]),
    ...values.flatMap((row, i): [string, Money][] => [
      [`values.${i}.labour`, row.labour],
      [`values.${i}.repair`, row.repair],
      [`values.${i}.freight`, row.freight],
      [`values.${i}.holdingPerDay`, row.holdingPerDay],
    ]),
    ['scrapApprovalAbove', scrapApprovalAbove],
  ];
  const wrong = amounts.find(([, amount]) => amount && amount.currency !== expected);
  return wrong ? { code: 'wrong_currency', field: wrong[0], expected } : null;
}
