import type { BuyerView } from '../../../contract/buyers.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';
import { useFormats } from '../parts/use-formats.ts';

type Entry = Pick<BuyerView['listings'][number], 'kind' | 'reason' | 'until'>;

/** The list that a buyer is on, with its last day; the reason on hover. */
export function Listed({ entry }: { entry: Entry | null }) {
  const t = useTexts('buyers');
  const day = useLastDay();
  if (!entry) return null;
  return (
    <span title={entry.reason}>
      <Tag tone={entry.kind === 'block' ? 'amber' : 'green'}>
        {t(`on.${entry.kind}`)} · {day(entry.until)}
      </Tag>
    </span>
  );
}

export function useLastDay(): (until: string | null) => string {
  const t = useTexts('buyers');
  const formats = useFormats();
  const now = useNow();
  return (until) => (until ? t('until', { day: formats.day(until, now) }) : t('endless'));
}

/** Shares are counted in whole percent, rounded down. */
export const percentOf = (share: number): string => `${Math.round(share * 100)}%`;

/** A share in percent, or that there are too few cases to tell. */
export function Share({ of }: { of: number | null }) {
  const t = useTexts('buyers');
  return of === null ? <span className="faint">{t('tooFew')}</span> : <span className="number">{percentOf(of)}</span>;
}
