import { Alert, Button, Popconfirm } from 'antd';
import {
  approveTransfer,
  cancelTransfer,
  getTransfer,
  refuseTransfer,
  type TransferView,
} from '../../../contract/stock-documents.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { DocumentDrawer } from './document-drawer.tsx';
import { DocumentList } from './document-list.tsx';
import { RefuseScrap } from './refuse-scrap.tsx';
import { useDocument } from './use-document.ts';

const states = ['to_approve', 'done', 'declined', 'cancelled'] as const;

/** What was moved, and what somebody wants scrapped and waits for another's yes. */
export function Transfers() {
  const { id, open, changed } = useDocument(getTransfer.path);
  return (
    <>
      <DocumentList kind="transfer" states={states} tools={null} />
      {id ? <Transfer id={id} onClose={() => open(null)} onChanged={changed} /> : null}
    </>
  );
}

type Changed = { transfer: TransferView; onChanged: (transfer: TransferView) => void };
type Props = { id: string; onClose: () => void; onChanged: (transfer: TransferView) => void };

function Transfer({ id, onClose, onChanged }: Props) {
  const t = useTexts('warehouse');
  const answer = useRead(getTransfer, { params: { documentId: id } });
  const transfer = answer.data;
  const hasSteps = transfer && (transfer.mayApprove || transfer.mayCancel);
  return (
    <DocumentDrawer
      head={transfer}
      error={answer.error}
      retry={answer.refetch}
      onClose={onClose}
      tools={hasSteps ? <Tools transfer={transfer} onChanged={onChanged} /> : null}
    >
      {transfer?.state === 'to_approve' ? (
        <Alert className="stock-note" type="warning" title={t('scrapWaits')} />
      ) : null}
      {transfer?.note ? (
        <Alert className="stock-note" type="info" title={t('scrapRefused', { note: transfer.note })} />
      ) : null}
      {transfer ? <Lines lines={transfer.lines} /> : null}
    </DocumentDrawer>
  );
}

type Line = TransferView['lines'][number];

function Lines({ lines }: { lines: Line[] }) {
  const t = useTexts('warehouse');
  const stock = useTexts('stock');
  const words = useWords();
  const spot = ({ location, condition }: Line['from']) => (
    <>
      {words('location', location)}
      <br />
      <span className="faint">{words('condition', condition)}</span>
    </>
  );
  return (
    <PlainTable<Line>
      scroll={{}}
      rowKey={({ sku, from, to }) => JSON.stringify([sku, from, to])}
      dataSource={lines}
      columns={[
        { title: stock('item'), render: (_, { sku }) => <span className="number">{sku}</span> },
        { title: t('from'), render: (_, { from }) => spot(from) },
        { title: t('to'), render: (_, { to }) => spot(to) },
        {
          title: stock('quantity'),
          align: 'right',
          render: (_, { quantity }) => <span className="number">{quantity}</span>,
        },
        { title: t('value'), align: 'right', render: (_, { value }) => <Money of={value} /> },
      ]}
    />
  );
}

function Tools({ transfer, onChanged }: Changed) {
  const t = useTexts('warehouse');
  const options = { onDone: onChanged, onRefused: useShowProblem() };
  const approve = useAct(approveTransfer, options);
  const refuse = useAct(refuseTransfer, options);
  const cancel = useAct(cancelTransfer, options);
  const params = { documentId: transfer.id };
  return (
    <>
      {transfer.mayApprove ? (
        <>
          <Popconfirm title={t('scrapApproveAsk')} onConfirm={() => approve.mutate({ params, body: {} })}>
            <Button type="primary" loading={approve.isPending}>
              {t('scrapApprove')}
            </Button>
          </Popconfirm>
          <RefuseScrap isBusy={refuse.isPending} onSaid={(note) => refuse.mutate({ params, body: { note } })} />
        </>
      ) : null}
      {transfer.mayCancel ? (
        <Popconfirm title={t('withdrawAsk')} onConfirm={() => cancel.mutate({ params, body: {} })}>
          <Button loading={cancel.isPending}>{t('withdraw')}</Button>
        </Popconfirm>
      ) : null}
    </>
  );
}
