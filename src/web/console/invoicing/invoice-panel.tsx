import { Button } from 'antd';
import { useState } from 'react';
import { listOrderInvoices, listRedInvoices } from '../../../contract/invoicing.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed } from '../parts/blank.tsx';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { RecordInvoiceDialog } from './record-invoice-dialog.tsx';
import { RedActs } from './red-acts.tsx';
import { NextStep, redTones } from './red-table.tsx';

/** The invoices of a return's order, and the red ones that its refunds call for. */
export function InvoicePanel({ rma }: { rma: RmaView }) {
  const t = useTexts('invoicing');
  const { may } = useSession();
  const [recording, setRecording] = useState(false);
  const paid = rma.refunds.map(({ state }) => state).join();
  const blues = useRead(listOrderInvoices, { params: { orderId: rma.order.id } });
  const reds = useRead(
    listRedInvoices,
    { query: { rmaId: rma.id, limit: 50 } },
    { enabled: may('refund:read') && paid !== '', everyMs: 15_000 },
  );
  const error = blues.error ?? reds.error;
  const invoices = blues.data?.rows ?? [];
  if (!error && (!blues.data || (invoices.length === 0 && !may('invoice:manage')))) return null;
  return (
    <Panel
      title={t('panel')}
      tools={
        may('invoice:manage') ? (
          <Button size="small" onClick={() => setRecording(true)}>
            {t('record')}
          </Button>
        ) : null
      }
    >
      {error ? <Failed error={error} retry={blues.error ? blues.refetch : reds.refetch} /> : null}
      {!error && invoices.length === 0 ? <p className="faint">{t('panelEmpty')}</p> : null}
      <ul className="red-list">
        {invoices.map((invoice) => (
          <li key={invoice.id}>
            <Tag tone="blue">{t('blue')}</Tag> <span className="number">{invoice.number}</span>{' '}
            <span className="faint">
              {invoice.issuedOn} · {t(`buyer.${invoice.buyerKind}`)}
            </span>
          </li>
        ))}
        {(reds.data?.rows ?? []).map((row) => (
          <li key={row.id}>
            <Tag tone={redTones[row.state]}>{t(`state.${row.state}`)}</Tag> <Money of={row.gross} strong />{' '}
            <span className="faint">{t(`reason.${row.reason}`)}</span>
            <div>
              <NextStep row={row} />
            </div>
            <RedActs row={row} />
          </li>
        ))}
      </ul>
      {recording ? <RecordInvoiceDialog order={rma.order} onClose={() => setRecording(false)} /> : null}
    </Panel>
  );
}
