import { formatMoney } from '../../ui/format.ts';
import type { Values, WordGroup } from '../locales/texts.ts';

type Words = (group: WordGroup, code: string) => string;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What an event about a claim or about postage is said with; nothing for any other event. */
export function claimEventValues(
  type: string,
  data: Record<string, unknown>,
  words: Words,
  full: (at: string) => string,
): Values {
  if (!/^(claim|postage)_/.test(type)) return {};
  const against = textOf(data['against']);
  const party = textOf(data['party']);
  const outcome = textOf(data['outcome']);
  const again = data['again'];
  return {
    against: words('claimParty', against),
    party: against === 'courier' ? words('courier', party) : party,
    claimCause: words('claimCause', textOf(data['cause'])),
    waybill: textOf(data['waybill']),
    reference: textOf(data['reference']),
    because: textOf(data['because']),
    closed: words('claimState', outcome),
    settled: words('postageSettled', outcome),
    payer: words('postagePayer', textOf(data['by'])),
    moment: textOf(data['at']) ? ` · ${full(textOf(data['at']))}` : '',
    twice: isMoney(again) ? ` · ${words('postageState', 'paid_twice')} ${formatMoney(again)}` : '',
  };
}

const isMoney = (value: unknown): value is { minor: string; currency: string } =>
  typeof value === 'object' &&
  value !== null &&
  'minor' in value &&
  typeof value.minor === 'string' &&
  'currency' in value;
