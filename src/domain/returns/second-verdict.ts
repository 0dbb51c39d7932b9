import type { Graded, SecondLook, Verdict } from './grading.ts';
import type { RmaLine } from './rma.ts';

type Second = NonNullable<SecondLook['second']>;
type OfLine = Pick<Graded, 'failedChecks' | 'serials' | 'foreignSerials' | 'batch' | 'expiry'>;

const codeOf = ({ grade, gradeName }: { grade: string | null; gradeName?: { code: string } }) =>
  gradeName?.code ?? grade;

const sameSet = (one: readonly string[] = [], other: readonly string[] = []): boolean =>
  one.length === other.length && one.every((each) => other.includes(each));

const union = (one: readonly string[] = [], other: readonly string[] = []): string[] => [
  ...new Set([...one, ...other]),
];

/**
 * The same grade, and the same tests and checks failed: a different one is a different reason, and may be another amount
 * for the buyer, so a person says which holds. Numbers, batch and expiry are read off the goods, not judged: where those
 * differ nobody has to decide, and {@link togetherOf} keeps the careful reading of both.
 */
export const isSameVerdict = (one: Verdict, other: RmaLine): boolean =>
  codeOf(one) === codeOf(other) &&
  sameSet(one.failedTests, other.failedTests) &&
  sameSet(one.failedChecks, other.failedChecks);

/** What two who agree have read off the goods: every number, each that was not sold, and the earlier day. */
export function togetherOf(line: RmaLine, second: Second): OfLine {
  const numbers = union(line.serials, second.serials);
  const foreign = union(line.foreignSerials, second.foreignSerials);
  const batch = line.batch ?? second.batch;
  const [expiry] = [line.expiry, second.expiry].filter((day) => day !== undefined).toSorted();
  return {
    ...(numbers.length > 0 ? { serials: numbers } : {}),
    ...(foreign.length > 0 ? { foreignSerials: foreign } : {}),
    ...(batch === undefined ? {} : { batch }),
    ...(expiry === undefined ? {} : { expiry }),
  };
}

/** The findings of the side that stands, said in full: an empty list is no failure, and not silence. */
export function findingsOf(
  side: Verdict | RmaLine,
): OfLine & Required<Pick<OfLine, 'failedChecks' | 'foreignSerials'>> {
  const { failedChecks = [], serials = [], foreignSerials = [], batch, expiry } = side;
  return {
    failedChecks,
    serials,
    foreignSerials,
    ...(batch === undefined ? {} : { batch }),
    ...(expiry === undefined ? {} : { expiry }),
  };
}

/** The line under the verdict that stands. One that an earlier version resolved says nothing of findings, and they stay. */
export function withFindingsOf(line: RmaLine, stands: Verdict): RmaLine {
  if (stands.failedChecks === undefined) return line;
  const { failedChecks: _, serials: __, foreignSerials: ___, batch: ____, expiry: _____, ...rest } = line;
  return { ...rest, ...findingsOf(stands) };
}
