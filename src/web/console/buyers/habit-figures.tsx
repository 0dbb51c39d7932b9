import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import type { Habits } from '../../../contract/buyers.ts';
import { formatCount, formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { useAddress } from '../parts/use-address.ts';
import { percentOf, Share } from './listed.tsx';

/** What a buyer did in a period. Every share has its number of cases beside it; none is a score. */
export function HabitFigures({ habits }: { habits: readonly Habits[] }) {
  const t = useTexts('buyers');
  const { get, change } = useAddress();
  const shown = habits.find(({ days }) => String(days) === get('days')) ?? habits.at(-1);
  if (!shown) return null;
  return (
    <section aria-label={t('habits')}>
      <div className="section-head">
        <h2>{t('habits')}</h2>
        <Segmented<number>
          size="small"
          value={shown.days}
          options={habits.map(({ days }) => ({ value: days, label: t('days', { count: days }) }))}
          onChange={(days) => change({ days: String(days) })}
        />
      </div>
      <Figures of={shown} />
      <p className="faint counted">{t('counted')}</p>
    </section>
  );
}

function Figures({ of }: { of: Habits }) {
  const t = useTexts('buyers');
  const ofReturns = (share: number | null): string =>
    share === null
      ? t('figure.ofReturnsFew', { n: of.returns })
      : t('figure.ofReturns', { share: percentOf(share), n: of.returns });
  return (
    <div className="figures buyer-figures">
      <Figure
        name={t('figure.orders')}
        now={formatCount(of.orders)}
        more={t('figure.ordersMore', { units: formatCount(of.units), paid: formatMoney(of.paid) })}
      />
      <Figure
        name={t('figure.returns')}
        now={formatCount(of.returns)}
        more={t('figure.returnsMore', { units: formatCount(of.returnedUnits) })}
      />
      <Figure
        name={t('figure.share')}
        now={<Share of={of.returnShare} />}
        more={t('figure.shareMore', { count: of.ordersReturned, n: of.orders })}
      />
      <Figure name={t('figure.refundOnly')} now={formatCount(of.refundOnly)} more={ofReturns(of.refundOnlyShare)} />
      <Figure name={t('figure.quality')} now={formatCount(of.qualityClaims)} more={ofReturns(of.qualityShare)} />
      <Figure
        name={t('figure.inspection')}
        now={formatCount(of.failedInspections)}
        more={t('figure.inspectionMore', { n: of.inspected })}
      />
      <Figure name={t('figure.refunded')} now={formatMoney(of.refunded)} more={t('figure.refundedMore')} />
    </div>
  );
}

const Figure = ({ name, now, more }: { name: string; now: ReactNode; more: string }) => (
  <div className="figure">
    <p className="figure-name">{name}</p>
    <p className="figure-now">{now}</p>
    <p className="figure-more">{more}</p>
  </div>
);
