import { Link } from 'react-router';
import type { ClaimRow } from '../../../contract/claims.ts';
import { subtract } from '../../../domain/money.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { When } from '../parts/when.tsx';
import { moneyOf } from './possible.ts';
import { claimTone } from './tones.ts';
import { usePartyName } from './use-party-name.ts';

export function ClaimTable({ rows }: { rows: readonly ClaimRow[] }) {
  const t = useTexts('claims');
  const words = useWords();
  const partyName = usePartyName();
  return (
    <PlainTable<ClaimRow>
      rowKey="id"
      dataSource={[...rows]}
      columns={[
        {
          title: t('col.rma'),
          render: (_, row) => (
            <Link to={`/claims/${row.id}`} className="number">
              {row.rmaNumber}
            </Link>
          ),
        },
        { title: t('col.cause'), render: (_, row) => words('claimCause', row.cause) },
        {
          title: t('col.against'),
          render: (_, row) => (
            <>
              {partyName(row)} <span className="faint">{words('claimParty', row.against)}</span>
            </>
          ),
        },
        { title: t('col.amount'), align: 'right', render: (_, row) => <Money of={row.amount} strong /> },
        { title: t('col.accepted'), align: 'right', render: (_, row) => <Owed of={row.accepted} /> },
        { title: t('col.paid'), align: 'right', render: (_, row) => <Owed of={row.paid} /> },
        {
          title: t('col.state'),
          render: (_, row) => <Tag tone={claimTone(row)}>{words('claimState', row.state)}</Tag>,
        },
        {
          title: t('col.due'),
          render: (_, row) =>
            row.state === 'filed' ? (
              <span className={row.overdue ? 'red' : ''}>
                <When at={row.answerDue} />
              </span>
            ) : null,
        },
        { title: t('col.next'), render: (_, row) => <Next row={row} /> },
        { title: t('col.waybill'), render: (_, row) => <span className="number">{row.waybill}</span> },
        { title: t('col.reference'), render: (_, row) => <span className="number">{row.reference}</span> },
        { title: t('col.filed'), render: (_, row) => <When at={row.filedAt} /> },
      ]}
    />
  );
}

const Owed = ({ of }: { of: ClaimRow['accepted'] }) => (of.minor === '0' ? null : <Money of={of} />);

/** What somebody has to do about it, leading to where it is done. */
function Next({ row }: { row: ClaimRow }) {
  const t = useTexts('claims');
  const formats = useFormats();
  const to = `/rmas/${row.rmaId}`;
  switch (row.state) {
    case 'filed':
      return row.overdue ? (
        <Link to={to}>{t('next.chase')}</Link>
      ) : (
        <span className="faint">{t('next.wait', { at: formats.full(row.answerDue).slice(0, 10) })}</span>
      );
    case 'accepted': {
      const left = subtract(moneyOf(row.accepted), moneyOf(row.paid));
      const amount = formatMoney({ minor: String(left.minor), currency: left.currency });
      return <Link to={to}>{t('next.pay', { amount })}</Link>;
    }
    case 'refused':
      return <Link to={to}>{t('next.appeal')}</Link>;
    default:
      return <span className="faint">{t('next.done')}</span>;
  }
}
