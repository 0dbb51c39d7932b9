import type { listTrials } from '../../../contract/policy.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag, type Tone } from '../parts/tag.tsx';
import { useFormats } from '../parts/use-formats.ts';

export type Trial = ReplyOf<typeof listTrials>['trials'][number];

const tones: Record<Trial['state'], Tone> = { running: 'blue', done: 'green', cancelled: 'grey', failed: 'red' };

/** The period of a trial: `2026-10-24 至 2026-11-23`. */
export function usePeriodText() {
  const t = useTexts('trial');
  const formats = useFormats();
  return ({ from, to }: Pick<Trial, 'from' | 'to'>): string =>
    to ? t('period', { from: formats.dayOf(from), to: formats.dayOf(to) }) : t('since', { from: formats.dayOf(from) });
}

type Props = { trials: readonly Trial[]; chosen: string; onChoose: (id: string) => void };

/** The trials of a draft, of which one is open. */
export function TrialList({ trials, chosen, onChoose }: Props) {
  const t = useTexts('trial');
  const period = usePeriodText();
  return (
    <nav className="trial-list" aria-label={t('trials')}>
      {trials.map((trial) => (
        <button
          key={trial.id}
          type="button"
          className="trial-chip"
          aria-current={trial.id === chosen ? 'true' : undefined}
          onClick={() => onChoose(trial.id)}
        >
          <span>
            {t(`kind.${trial.kind}`)} <Tag tone={tones[trial.state]}>{t(`state.${trial.state}`)}</Tag>
          </span>
          <small className="faint">
            {period(trial)} · {t('cases', { count: formatCount(trial.tried) })}
          </small>
        </button>
      ))}
    </nav>
  );
}
