import type { RedInvoiceRow } from '../../../contract/invoicing.ts';
import type { RedState } from '../../../domain/invoicing/red-task.ts';
import { useTexts } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { RmaLink } from '../parts/rma-link.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { RedActs } from './red-acts.tsx';

export const redTones: Record<RedState, Tone> = {
  due: 'amber',
  queued: 'blue',
  applying: 'blue',
  awaiting_buyer: 'blue',
  awaiting_us: 'amber',
  confirmed: 'blue',
  issuing: 'blue',
  withdrawing: 'blue',
  refused: 'red',
  denied: 'red',
  expired: 'red',
  withdrawn: 'grey',
  blocked: 'amber',
  issued: 'green',
  by_hand: 'green',
};

/** Up to so many are applied for at once. */
const MOST_PICKED = 100;

type Props = {
  rows: readonly RedInvoiceRow[];
  picked?: readonly string[];
  onPick?: (ids: readonly string[]) => void;
};

export function RedTable({ rows, picked, onPick }: Props) {
  const t = useTexts('invoicing');
  return (
    <PlainTable<RedInvoiceRow>
      rowKey="id"
      dataSource={[...rows]}
      {...(picked && onPick
        ? {
            rowSelection: {
              selectedRowKeys: [...picked],
              onChange: (keys) => onPick(keys.map(String).slice(0, MOST_PICKED)),
              getCheckboxProps: ({ can }) => ({ disabled: can.apply !== null }),
            },
          }
        : {})}
      columns={[
        { title: t('col.rma'), render: (_, row) => <RmaLink id={row.rmaId} number={row.rmaNumber} /> },
        { title: t('col.state'), render: (_, row) => <Tag tone={redTones[row.state]}>{t(`state.${row.state}`)}</Tag> },
        { title: t('col.next'), className: 'red-next', render: (_, row) => <NextStep row={row} /> },
        { title: '', render: (_, row) => <RedActs row={row} /> },
        { title: t('col.age'), render: (_, { days }) => <Age days={days} /> },
        { title: t('col.gross'), align: 'right', render: (_, row) => <Money of={row.gross} strong /> },
        { title: t('col.tax'), align: 'right', render: (_, row) => <Money of={row.tax} /> },
        { title: t('col.reason'), render: (_, row) => t(`reason.${row.reason}`) },
        {
          title: t('col.blue'),
          render: (_, row) => (
            <>
              <span className="number">{row.blueNumber}</span>
              <div className="faint">
                {t(`buyer.${row.buyerKind}`)} · {t(`confirmation.${row.confirmation}`)}
              </div>
            </>
          ),
        },
        { title: t('col.shop'), dataIndex: 'shopName' },
        { title: t('col.order'), render: (_, row) => <span className="number">{row.orderExternalId}</span> },
      ]}
    />
  );
}

function Age({ days }: { days: number }) {
  const t = useTexts('invoicing');
  return <Tag tone={days >= 30 ? 'red' : days >= 7 ? 'amber' : 'grey'}>{t('days', { days })}</Tag>;
}

/** What comes next, in words; where something went wrong, what the platform said. */
export function NextStep({ row }: { row: RedInvoiceRow }) {
  const t = useTexts('invoicing');
  const formats = useFormats();
  if (row.state === 'issued' || row.state === 'by_hand')
    return (
      <>
        <span className="number">{row.redNumber}</span>{' '}
        <span className="faint">
          {row.issuedOn}
          {row.doneBy ? ` · ${t('toldBy', { name: row.doneBy })}` : ''}
          {row.note ? ` · ${row.note}` : ''}
        </span>
      </>
    );
  const cause = row.cause === 'not_there_yet' ? t('notThereYet') : row.cause;
  return (
    <>
      {t(`next.${row.state}`)}
      {row.state === 'awaiting_buyer' && row.confirmBy ? ` ${t('confirmBy', { at: formats.full(row.confirmBy) })}` : ''}
      {cause ? <div className="faint">{cause}</div> : null}
    </>
  );
}
