import { Button } from 'antd';
import { useState } from 'react';
import { listWaiting } from '../../../contract/stock-documents.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { usePages } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { PutAway } from './put-away.tsx';

type Row = ReplyOf<typeof listWaiting>['rows'][number];

/** Goods that lie where returns come in, and the form that puts them away. */
export function WaitingGoods() {
  const t = useTexts('warehouse');
  const stock = useTexts('stock');
  const words = useWords();
  const { may } = useSession();
  const [chosen, setChosen] = useState<Row | null>(null);
  const pages = usePages<Row>([listWaiting.path], (after, signal) =>
    call(listWaiting, { query: { ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <div className="stock-split">
      {may('stock:move') ? (
        <PutAway key={chosen ? `${chosen.sku}/${chosen.location}/${chosen.condition}` : ''} row={chosen} />
      ) : null}
      <div>
        <Listing pages={pages} blank={<Blank title={t('waitingNone')} hint={t('waitingNote')} />}>
          {(rows) => (
            <Panel>
              <PlainTable<Row>
                rowKey={(row) => `${row.sku}/${row.location}/${row.condition}`}
                dataSource={rows}
                columns={[
                  {
                    title: stock('item'),
                    render: (_, row) => (
                      <>
                        <span className="number">{row.sku}</span>
                        <br />
                        <span className="faint wrap">{row.title}</span>
                      </>
                    ),
                  },
                  { title: stock('location'), render: (_, row) => words('location', row.location) },
                  { title: stock('condition'), render: (_, row) => words('condition', row.condition) },
                  {
                    title: stock('quantity'),
                    align: 'right',
                    render: (_, row) => <strong className="number">{row.quantity}</strong>,
                  },
                  {
                    title: '',
                    align: 'right',
                    render: (_, row) =>
                      may('stock:move') ? (
                        <Button size="small" onClick={() => setChosen(row)}>
                          {t('choose')}
                        </Button>
                      ) : null,
                  },
                ]}
              />
            </Panel>
          )}
        </Listing>
      </div>
    </div>
  );
}
