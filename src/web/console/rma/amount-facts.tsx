import type { RmaView } from '../../../contract/returns.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';

type Amount = NonNullable<RmaView['amount']>;

/** What stands behind the sum: both methods, who else gets money back, and what the rules leave to a person. */
export function AmountFacts({ amount, isOrdered }: { amount: Amount; isOrdered: boolean }) {
  const t = useTexts('rma');
  const words = useWords();
  const { figures, funded, inKind, shortfall } = amount;
  return (
    <>
      {shortfall ? (
        <p className="amber" role="status">
          {t('shortfall', { amount: formatMoney(shortfall) })}
        </p>
      ) : null}
      <dl className="amount-facts">
        {figures ? (
          <>
            <dt>{t('figures')}</dt>
            <dd>
              {t(`engine.${figures.engine}`)}
              <small>
                {t('figureAllocated')} <Money of={figures.platformAllocated} /> · {t('figureRecalculated')}{' '}
                <Money of={figures.statutoryRecalc} /> · {t('figureDifference')} <Money of={figures.difference} />
              </small>
            </dd>
          </>
        ) : null}
        {funded.length > 0 ? (
          <>
            <dt>{t('fundedBack')}</dt>
            <dd>
              {funded.map((part) => (
                <span key={part.funder}>
                  {words('funder', part.funder)} <Money of={part.amount} />{' '}
                </span>
              ))}
            </dd>
          </>
        ) : null}
        {inKind.length > 0 && !isOrdered ? (
          <>
            <dt>{t('inKindBack')}</dt>
            <dd>
              {inKind
                .map(({ kind, title, points }) =>
                  kind === 'points' ? t('inKindPoints', { points: points ?? 0 }) : title,
                )
                .join(' · ')}
            </dd>
          </>
        ) : null}
      </dl>
    </>
  );
}
