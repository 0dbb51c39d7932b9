import type { ReactNode } from 'react';
import { formatCount, formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { useFormats } from '../parts/use-formats.ts';
import type { Trial } from './trial-list.tsx';

/** How much would be decided otherwise: cases, the automatic share, money, overdue answers. */
export function TrialFigures({ trial }: { trial: Trial }) {
  const t = useTexts('trial');
  const { percent } = useFormats();
  const { tried, differing, automatic, overdue } = trial;
  const share = (cases: number): string => percent(tried === 0 ? 0 : cases / tried);
  return (
    <div className="figures">
      <Figure name={t('figure.tried')} now={t('cases', { count: formatCount(tried) })} />
      <Figure
        name={t('figure.differing')}
        now={t('cases', { count: formatCount(differing) })}
        more={t('ofTried', { share: share(differing) })}
      />
      <Figure
        name={t('figure.automatic')}
        now={t('wasWould', { was: share(automatic.was.cases), would: share(automatic.would.cases) })}
        more={t('cases', {
          count: `${formatCount(automatic.was.cases)} → ${formatCount(automatic.would.cases)}`,
        })}
      />
      <Figure
        name={t('figure.money')}
        now={formatMoney(automatic.would.amount)}
        more={t('wasWould', { was: formatMoney(automatic.was.amount), would: formatMoney(automatic.would.amount) })}
      />
      <Figure
        name={t('figure.overdue')}
        now={t('late', { count: formatCount(overdue.late) })}
        more={
          <>
            <span className={overdue.spared > 0 ? 'green' : ''}>
              {t('spared', { count: formatCount(overdue.spared) })}
            </span>
            <span className={overdue.newToPeople > 0 ? 'amber' : ''}>
              {t('newToPeople', { count: formatCount(overdue.newToPeople) })}
            </span>
          </>
        }
      />
    </div>
  );
}

const Figure = ({ name, now, more }: { name: string; now: string; more?: ReactNode }) => (
  <div className="figure">
    <div className="figure-name">{name}</div>
    <div className="figure-now small">{now}</div>
    {more ? <div className="figure-more">{more}</div> : null}
  </div>
);
