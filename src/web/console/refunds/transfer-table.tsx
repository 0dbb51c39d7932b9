import { Space } from 'antd';
import { listTransfers, type TransferRow } from '../../../contract/transfers.ts';
import { call } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { RmaLink } from '../parts/rma-link.tsx';
import { usePages } from '../parts/use-api.ts';
import { usePhone } from '../parts/use-wide.ts';
import { When } from '../parts/when.tsx';
import { RedirectTransfer } from './redirect-transfer.tsx';
import { ApproveTransfer, EndTransfer, PayTransfer, ReclaimTransfer, RevealPayee } from './transfer-acts.tsx';

type State = 'proposed' | 'approved' | 'paid' | 'overtaken' | 'paid_twice';

/** Refunds that people pay at the bank: to approve, to pay, or paid. */
export function Transfers({ state, search }: { state: State; search: { q?: string } }) {
  const t = useTexts('refunds');
  const isPhone = usePhone();
  const query = { state, ...search };
  const pages = usePages([listTransfers.path, query], (after, signal) =>
    call(listTransfers, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  const acts = {
    title: '',
    align: 'right' as const,
    // A phone has no room beside what stays in sight: there it follows the sum.
    ...(isPhone || state === 'paid' ? {} : { fixed: 'right' as const }),
    render: (_: unknown, row: TransferRow) => (
      <Space>
        <ApproveTransfer row={row} />
        <PayTransfer row={row} />
        <RedirectTransfer row={row} />
        <ReclaimTransfer row={row} />
        <EndTransfer row={row} />
      </Space>
    ),
  };
  return (
    <Listing pages={pages} blank={<Blank title={t('transfersEmpty')} hint={t('transfersEmptyHint')} />}>
      {(rows) => (
        <Panel>
          <PlainTable<TransferRow>
            rowKey="id"
            dataSource={rows}
            columns={[
              {
                title: t('col.rma'),
                render: (_, row) => <RmaLink id={row.rmaId} number={row.rmaNumber} />,
              },
              { title: t('col.amount'), align: 'right', render: (_, row) => <Money of={row.amount} strong /> },
              ...(isPhone ? [acts] : []),
              { title: t('payee'), render: (_, row) => <RevealPayee row={row} /> },
              { title: t('why'), render: (_, row) => <Why row={row} /> },
              {
                title: t('people'),
                render: (_, row) => [row.proposedBy, row.approvedBy, row.paidBy].filter(Boolean).join(' / '),
              },
              { title: t('col.requested'), render: (_, row) => <When at={row.proposedAt} time /> },
              { title: t('paidAt'), render: (_, row) => (row.paidAt ? <When at={row.paidAt} time /> : '') },
              { title: t('bankReference'), render: (_, row) => <span className="number">{row.reference}</span> },
              ...(isPhone ? [] : [acts]),
            ]}
          />
        </Panel>
      )}
    </Listing>
  );
}

/** Why it was proposed, and what became of telling the gateway. */
function Why({ row: { because, redirect } }: { row: TransferRow }) {
  const t = useTexts('refunds');
  return (
    <span className="cause">
      {because}
      {redirect ? <span className="amber"> {t(`redirectState.${redirect}`)}</span> : null}
    </span>
  );
}
