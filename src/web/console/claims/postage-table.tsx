import { Link } from 'react-router';
import type { PostageRow } from '../../../contract/claims.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money, Side } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { RmaLink } from '../parts/rma-link.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { postageTone } from './tones.ts';

export function PostageTable({ rows }: { rows: readonly PostageRow[] }) {
  const t = useTexts('claims');
  const words = useWords();
  return (
    <PlainTable<PostageRow>
      rowKey={({ rmaId, waybill }) => `${rmaId} ${waybill}`}
      dataSource={[...rows]}
      columns={[
        {
          title: t('col.rma'),
          render: (_, row) => <RmaLink id={row.rmaId} number={row.rmaNumber} />,
        },
        { title: t('col.asked'), align: 'right', render: (_, row) => <Money of={row.asked} strong /> },
        { title: t('col.ours'), align: 'right', render: (_, row) => <Side of={row.paidByUs} /> },
        { title: t('col.insurer'), align: 'right', render: (_, row) => <Side of={row.paidByInsurer} /> },
        {
          title: t('col.state'),
          render: (_, row) => <Tag tone={postageTone(row.state)}>{words('postageState', row.state)}</Tag>,
        },
        { title: t('col.next'), render: (_, row) => <Next row={row} /> },
        { title: t('col.waybill'), render: (_, row) => <span className="number">{row.waybill}</span> },
        {
          title: t('col.askedAt'),
          render: (_, row) => (
            <>
              <When at={row.askedAt} /> <span className="faint">{t(`askedBy.${row.askedBy}`)}</span>
            </>
          ),
        },
        { title: t('col.shop'), render: (_, row) => row.shopName },
      ]}
    />
  );
}

function Next({ row }: { row: PostageRow }) {
  const t = useTexts('claims');
  const to = `/rmas/${row.rmaId}`;
  switch (row.state) {
    case 'asked':
    case 'part_paid':
      return <Link to={to}>{t('next.decide')}</Link>;
    case 'with_insurer':
      return <Link to={to}>{t('next.insurer')}</Link>;
    case 'paid_twice':
      return (
        <Link to={to} className="red">
          {t('next.recover', { amount: formatMoney(row.paidTwice) })}
        </Link>
      );
    default:
      return <span className="faint">{t('next.done')}</span>;
  }
}
