import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { type DocumentRow, listStockDocuments } from '../../../contract/stock-documents.ts';
import type { DocumentKind } from '../../../domain/stock/stock-documents.ts';
import { call } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { DocumentState, type StateName } from './document-state.tsx';

type Props = { kind: DocumentKind; states: readonly StateName[]; tools: ReactNode };

/** Documents of one kind, the newest first; the one in the address is open beside it. */
export function DocumentList({ kind, states, tools }: Props) {
  const t = useTexts('warehouse');
  const words = useWords();
  const { get, change } = useAddress();
  const state = states.find((each) => each === get('state'));
  const query = { kind, ...(state ? { state } : {}) };
  const pages = usePages<DocumentRow>([listStockDocuments.path, query], (after, signal) =>
    call(listStockDocuments, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <>
      <div className="stock-tools">
        <Select
          allowClear
          placeholder={t('anyState')}
          aria-label={t('anyState')}
          value={state ?? null}
          popupMatchSelectWidth={false}
          options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
          onChange={(value: string | null | undefined) => change({ state: value })}
        />
        {tools}
      </div>
      <Listing pages={pages} blank={<Blank title={t('none')} hint={t(`noneHint.${kind}`)} />}>
        {(rows) => (
          <Panel>
            <PlainTable<DocumentRow>
              rowKey="id"
              dataSource={rows}
              columns={[
                {
                  title: t('number'),
                  render: (_, row) => (
                    <Button size="small" type="link" className="number" onClick={() => change({ document: row.id })}>
                      {row.number}
                    </Button>
                  ),
                },
                { title: t('stateOf'), render: (_, row) => <DocumentState of={row.state} /> },
                {
                  title: t(kind === 'vendor_return' ? 'vendor' : 'about'),
                  render: (_, row) =>
                    row.vendor ??
                    [row.sku, row.location && words('location', row.location)].filter(Boolean).join(' · '),
                },
                {
                  title: t(kind === 'count' ? 'lines' : 'units'),
                  align: 'right',
                  render: (_, row) => <span className="number">{row.units}</span>,
                },
                { title: t('opened'), render: (_, row) => <When at={row.openedAt} time /> },
              ]}
            />
          </Panel>
        )}
      </Listing>
    </>
  );
}
