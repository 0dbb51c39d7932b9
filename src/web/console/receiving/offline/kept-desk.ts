import type { BookContent, lineDesk } from '../../../../contract/inspection.ts';
import {
  checksFor,
  closest,
  goodsClasses,
  type InspectionTemplate,
  type OwnCheck,
} from '../../../../domain/inspection/inspection-book.ts';
import type { ReplyOf } from '../../../ui/api.ts';
import type { Line } from '../line-work.ts';

/** Of the book what the desk asks; what goods are worth stays at home. */
export type KeptBook = { templates: InspectionTemplate[]; grades: BookContent['grades'] };

export const bookOf = ({ templates, grades }: Pick<BookContent, 'templates' | 'grades'>): KeptBook => ({
  grades,
  templates: templates.map(({ id, goodsClass, serials, checks, skuPrefix, minShelfDays }) => ({
    id,
    goodsClass,
    serials,
    checks: checks.map(checkOf),
    ...(skuPrefix === undefined ? {} : { skuPrefix }),
    ...(minShelfDays === undefined ? {} : { minShelfDays }),
  })),
});

const checkOf = ({ cap, consequence, ...check }: BookContent['templates'][number]['checks'][number]): OwnCheck => ({
  ...check,
  ...(cap === undefined ? {} : { cap }),
  ...(consequence === undefined ? {} : { consequence }),
});

/** What the desk asks about the goods of a line. How many numbers were sold with it only the server knows: null. */
export type Asked = Pick<ReplyOf<typeof lineDesk>, 'checks' | 'grades' | 'serials' | 'minShelfDays'> & {
  serialsKnown: number | null;
};

/** The same as the server asks, from the book as it stood when there last was a connection. */
export function askedOf({ templates, grades }: KeptBook, { sku, goodsClass }: Pick<Line, 'sku' | 'goodsClass'>): Asked {
  const known = goodsClasses.find((each) => each === goodsClass) ?? 'general';
  const template = closest(templates, { sku, goodsClass: known });
  return {
    checks: checksFor(template, known).map((check) => ({
      ...check,
      cap: check.cap ?? null,
      consequence: check.consequence ?? null,
    })),
    grades,
    serials: template?.serials ?? 'no',
    serialsKnown: null,
    minShelfDays: template?.minShelfDays ?? null,
  };
}
