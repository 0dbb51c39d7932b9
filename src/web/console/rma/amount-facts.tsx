import type { ReactNode } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { Tag } from '../parts/tag.tsx';

type Amount = NonNullable<RmaView['amount']>;

/** What stands behind the sum: both methods, who else gets money back, and what the rules leave to a person. */
export function AmountFacts({ amount, isOrdered }: { amount: Amount; isOrdered: boolean }) {
  const t = useTexts('rma');
  const words = useWords();
  const { figures, funded, inKind, shortfall } = amount;
  const given = isOrdered ? [] : inKind;
  return (
    <>
      {shortfall ? (
        <p className="amber amount-shortfall" role="status">
          {t('shortfall', { amount: formatMoney(shortfall) })}
        </p>
      ) : null}
      {figures ? <Figures of={figures} /> : null}
      {funded.length > 0 ? (
        <Facts title={t('fundedBack')}>
          {funded.map((part) => (
            <Fact key={part.funder} name={words('funder', part.funder)} value={<Money of={part.amount} />} />
          ))}
        </Facts>
      ) : null}
      {given.length > 0 ? (
        <Facts title={t('inKindBack')}>
          {given.map(({ kind, title, points }) => (
            <Fact
              key={`${kind} ${title}`}
              name={title}
              value={kind === 'points' ? t('inKindPoints', { points: points ?? 0 }) : t('inKindCoupon')}
            />
          ))}
        </Facts>
      ) : null}
    </>
  );
}

/** Two figures that agree are one line; where they differ, each is shown and the one that counts is marked. */
function Figures({ of }: { of: NonNullable<Amount['figures']> }) {
  const t = useTexts('rma');
  if (of.difference.minor === '0')
    return <p className="amount-agree faint">{t('figuresAgree', { engine: t(`engine.${of.engine}`) })}</p>;
  const counts = (engine: typeof of.engine) =>
    of.engine === engine ? <Tag tone="green">{t('figureCounts')}</Tag> : null;
  return (
    <Facts title={t('figures')}>
      <Fact
        name={t('figureAllocated')}
        mark={counts('platform_allocated')}
        value={<Money of={of.platformAllocated} />}
      />
      <Fact
        name={t('figureRecalculated')}
        mark={counts('statutory_recalc')}
        value={<Money of={of.statutoryRecalc} />}
      />
      <Fact name={t('figureDifference')} value={<Money of={of.difference} />} />
    </Facts>
  );
}

const Facts = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="amount-facts">
    <h3>{title}</h3>
    <dl>{children}</dl>
  </section>
);

const Fact = ({ name, mark, value }: { name: string; mark?: ReactNode; value: ReactNode }) => (
  <div>
    <dt>
      {name} {mark}
    </dt>
    <dd className="number">{value}</dd>
  </div>
);
