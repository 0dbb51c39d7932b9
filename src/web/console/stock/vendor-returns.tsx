import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Upload } from 'antd';
import { draftVendorReturn, getVendorReturn, importVendors, listToVendor } from '../../../contract/vendor-returns.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { LoadMore } from '../parts/load-more.tsx';
import { Panel } from '../parts/page.tsx';
import { useAct, usePages } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { DocumentList } from './document-list.tsx';
import { useDocument } from './use-document.ts';
import { VendorReturn } from './vendor-return.tsx';

const states = ['draft', 'sent', 'answered', 'credited', 'refused', 'cancelled'] as const;
type Row = ReplyOf<typeof listToVendor>['rows'][number];

/** What waits to go back, by vendor, and the documents it goes back with. */
export function VendorReturns() {
  const { id, open, changed } = useDocument(getVendorReturn.path);
  return (
    <>
      <ToVendor
        onDrafted={(document) => {
          changed(document);
          open(document.id);
        }}
      />
      <DocumentList kind="vendor_return" states={states} tools={<ImportVendors />} />
      {id ? <VendorReturn id={id} onClose={() => open(null)} onChanged={changed} /> : null}
    </>
  );
}

function ToVendor({ onDrafted }: { onDrafted: (document: { id: string }) => void }) {
  const t = useTexts('warehouse');
  const words = useWords();
  const { may } = useSession();
  const showProblem = useShowProblem();
  const draft = useAct(draftVendorReturn, { onDone: onDrafted, onRefused: showProblem });
  const pages = usePages<Row>([listToVendor.path], (after, signal) =>
    call(listToVendor, { query: { limit: 200, ...(after ? { after } : {}) } }, { signal }),
  );
  if (pages.rows.length === 0) return pages.isPending ? null : <p className="faint">{t('toVendorNone')}</p>;
  type VendorId = NonNullable<Row['vendor']>['id'];
  const groups = new Map<VendorId | null, Row[]>();
  for (const row of pages.rows) {
    const key = row.vendor?.id ?? null;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return (
    <Panel title={words('condition', 'to_vendor')}>
      {[...groups].map(([vendorId, rows]) => (
        <section key={vendorId ?? ''} className="stock-vendor">
          <header>
            <strong>{rows[0]?.vendor?.name ?? t('unknownVendor')}</strong>
            {vendorId && may('stock:move') ? (
              <Button
                size="small"
                loading={draft.isPending}
                onClick={() =>
                  draft.mutate({
                    body: { vendorId, lines: rows.map(({ sku, location, quantity }) => ({ sku, location, quantity })) },
                  })
                }
              >
                {t('draft')}
              </Button>
            ) : null}
          </header>
          <ul>
            {rows.map((row) => (
              <li key={`${row.sku}/${row.location}`}>
                <span>
                  <span className="number">{row.sku}</span> {row.title} · {words('location', row.location)}
                </span>
                <strong className="number">{row.quantity}</strong>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {pages.hasNextPage ? <LoadMore pages={pages} count={pages.rows.length} /> : null}
    </Panel>
  );
}

function ImportVendors() {
  const t = useTexts('warehouse');
  const { may } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const read = useAct(importVendors, {
    onRefused: showProblem,
    onDone: (counts) => {
      message.success(t('vendorsDone', counts));
      void queries.invalidateQueries({ queryKey: [listToVendor.path] });
    },
  });
  if (!may('stock:manage')) return null;
  return (
    <Upload
      accept=".csv,text/csv"
      showUploadList={false}
      beforeUpload={(file) => {
        void file.text().then((csv) => read.mutate({ body: { csv } }));
        return false;
      }}
    >
      <Button loading={read.isPending} title={t('vendorsHint')}>
        {t('vendorsImport')}
      </Button>
    </Upload>
  );
}
