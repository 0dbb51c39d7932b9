import type { LocalDate } from '../time.ts';
import type { Standard } from './charts.ts';

/**
 * How a merchant keeps his books, from a day on.
 * `policy`: `actual` books each return as it happens (policy B); `estimate` has provided for returns when the sale was
 * booked (policy A, CAS 14), so that a return uses the provision up.
 */
export type PostingTerms = {
  standard: Standard;
  policy: 'actual' | 'estimate';
  /** When a sale counts as one: as it leaves the house, or when the buyer has it. */
  recognition: 'shipping' | 'delivery';
  /** Goods worth less: an article of their own at their value (T6 net), or at cost with an allowance (T6 gross). */
  resale: 'net' | 'gross';
  /** Under `estimate`: what getting one unit back was expected to cost when the right to it was booked. */
  recoveryMinor: bigint;
  /** One voucher for each entry, or one for each kind of entry and day. */
  vouchers: 'each' | 'daily';
};

export const termsAtFirst: PostingTerms = {
  standard: 'enterprise',
  policy: 'actual',
  recognition: 'shipping',
  resale: 'net',
  recoveryMinor: 0n,
  vouchers: 'each',
};

export type DatedTerms = PostingTerms & { from: LocalDate };

/** The terms of a day: those with the latest beginning up to it. */
export const termsOn = (dated: readonly DatedTerms[], day: LocalDate): PostingTerms =>
  dated.reduce<DatedTerms | undefined>(
    (found, terms) => (terms.from <= day && (!found || terms.from > found.from) ? terms : found),
    undefined,
  ) ?? termsAtFirst;

export type TermsRejection =
  | { code: 'terms_begin_too_early'; earliest: LocalDate }
  | { code: 'standard_knows_no_estimate' }
  | { code: 'standard_knows_no_allowance' };

/**
 * What is booked keeps its terms, so new ones begin on a day to come. 小企业会计准则 has neither provisions nor allowances.
 * @param earliest the first day that nothing has been booked on yet
 */
export function cannotBegin(
  { from, standard, policy, resale }: DatedTerms,
  earliest: LocalDate,
): TermsRejection | null {
  if (from < earliest) return { code: 'terms_begin_too_early', earliest };
  if (standard === 'small' && policy === 'estimate') return { code: 'standard_knows_no_estimate' };
  if (standard === 'small' && resale === 'gross') return { code: 'standard_knows_no_allowance' };
  return null;
}
