import { Button, Descriptions, Popconfirm } from 'antd';
import { useState } from 'react';
import {
  cancelVendorReturn,
  getVendorReturn,
  reverseVendorReturn,
  type VendorReturnView,
} from '../../../contract/vendor-returns.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { saveCsv } from '../parts/csv.ts';
import { Money } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { DocumentDrawer } from './document-drawer.tsx';
import { AnswerDialog, CreditDialog, SendDialog } from './vendor-return-dialogs.tsx';

type Line = VendorReturnView['lines'][number];
type Props = { id: string; onClose: () => void; onChanged: (document: VendorReturnView) => void };

export function VendorReturn({ id, onClose, onChanged }: Props) {
  const t = useTexts('warehouse');
  const words = useWords();
  const answer = useRead(getVendorReturn, { params: { documentId: id } });
  const document = answer.data;
  return (
    <DocumentDrawer
      head={document}
      error={answer.error}
      retry={answer.refetch}
      onClose={onClose}
      tools={document ? <Tools document={document} onChanged={onChanged} /> : null}
    >
      {document ? (
        <>
          <Descriptions
            size="small"
            column={1}
            items={[
              { key: 'vendor', label: t('vendor'), children: `${document.vendor.name} · ${document.vendor.code}` },
              ...(document.waybill
                ? [
                    {
                      key: 'way',
                      label: t('waybill'),
                      children: [document.courier && words('courier', document.courier), document.waybill]
                        .filter(Boolean)
                        .join(' '),
                    },
                  ]
                : []),
              ...(document.credit
                ? [{ key: 'credit', label: t('creditAmount'), children: formatMoney(document.credit) }]
                : []),
            ]}
          />
          <Lines lines={document.lines} />
        </>
      ) : null}
    </DocumentDrawer>
  );
}

function Lines({ lines }: { lines: Line[] }) {
  const t = useTexts('warehouse');
  const stock = useTexts('stock');
  const words = useWords();
  return (
    <PlainTable<Line>
      rowKey={(line) => `${line.sku}/${line.location}`}
      dataSource={lines}
      columns={[
        {
          title: stock('item'),
          render: (_, line) => (
            <>
              <span className="number">{line.sku}</span>
              <br />
              <span className="faint wrap">{line.title}</span>
            </>
          ),
        },
        { title: stock('location'), render: (_, line) => words('location', line.location) },
        {
          title: stock('quantity'),
          align: 'right',
          render: (_, line) => <span className="number">{line.quantity}</span>,
        },
        {
          title: t('accepted'),
          align: 'right',
          render: (_, line) => <span className="number">{line.accepted ?? ''}</span>,
        },
        {
          title: t('value'),
          align: 'right',
          render: (_, line) => (line.value ? <Money of={line.value} /> : null),
        },
      ]}
    />
  );
}

function Tools({
  document,
  onChanged,
}: {
  document: VendorReturnView;
  onChanged: (document: VendorReturnView) => void;
}) {
  const t = useTexts('warehouse');
  const { may } = useSession();
  const showProblem = useShowProblem();
  const [step, setStep] = useState<'send' | 'answer' | 'credit' | null>(null);
  const options = { onDone: onChanged, onRefused: showProblem };
  const reverse = useAct(reverseVendorReturn, options);
  const cancel = useAct(cancelVendorReturn, options);
  const input = { params: { documentId: document.id }, body: {} };
  const { state } = document;
  const next = state === 'draft' ? 'send' : state === 'sent' ? 'answer' : state === 'answered' ? 'credit' : null;
  const needed = next === 'credit' ? 'stock:approve' : 'stock:move';
  const dialog = { document, onClose: () => setStep(null), onChanged };
  return (
    <>
      {next && may(needed) ? (
        <Button type="primary" onClick={() => setStep(next)}>
          {t(next === 'send' ? 'sendGoods' : next)}
        </Button>
      ) : null}
      <Button onClick={() => exportDocument(document)}>{t('exportCsv')}</Button>
      {(state === 'sent' || state === 'credited') && may('stock:approve') ? (
        <Popconfirm title={t('reverseAsk')} onConfirm={() => reverse.mutate(input)}>
          <Button danger loading={reverse.isPending}>
            {t('reverse')}
          </Button>
        </Popconfirm>
      ) : null}
      {state === 'draft' && may('stock:move') ? (
        <Popconfirm title={t('cancelAsk')} onConfirm={() => cancel.mutate(input)}>
          <Button danger loading={cancel.isPending}>
            {t('cancel')}
          </Button>
        </Popconfirm>
      ) : null}
      {step === 'send' ? <SendDialog {...dialog} /> : null}
      {step === 'answer' ? <AnswerDialog {...dialog} /> : null}
      {step === 'credit' ? <CreditDialog {...dialog} /> : null}
    </>
  );
}

function exportDocument({ number, vendor, waybill, lines }: VendorReturnView): void {
  saveCsv(`${number}.csv`, [
    ['number', 'vendor_code', 'vendor_name', 'waybill', 'sku', 'title', 'location', 'quantity', 'accepted'],
    ...lines.map(({ sku, title, location, quantity, accepted }) => [
      number,
      vendor.code,
      vendor.name,
      waybill ?? '',
      sku,
      title,
      location,
      quantity,
      accepted ?? '',
    ]),
  ]);
}
