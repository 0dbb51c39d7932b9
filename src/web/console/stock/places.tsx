import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { listStockLocations, saveStockLocation } from '../../../contract/stock-documents.ts';
import { type LocationKind, locationKinds } from '../../../domain/stock/places.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useAct, usePages } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

type Row = ReplyOf<typeof listStockLocations>['rows'][number];

/** The places of the warehouse; goods are put only where one of them is. */
export function Places() {
  const t = useTexts('warehouse');
  const { may } = useSession();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const save = useAct(saveStockLocation, {
    onRefused: showProblem,
    onDone: () => void queries.invalidateQueries({ queryKey: [listStockLocations.path] }),
  });
  const pages = usePages<Row>([listStockLocations.path], (after, signal) =>
    call(listStockLocations, { query: { ...(after ? { after } : {}) } }, { signal }),
  );
  const kinds = locationKinds.map((value) => ({ value, label: t(`kind.${value}`) }));
  const mayEdit = may('stock:manage');
  return (
    <>
      {mayEdit ? (
        <AddPlace kinds={kinds} busy={save.isPending} onAdd={(place) => save.mutate({ body: place })} />
      ) : null}
      <Listing pages={pages} blank={<Blank title={t('placesNone')} />}>
        {(rows) => (
          <Panel>
            <PlainTable<Row>
              rowKey="code"
              dataSource={rows}
              columns={[
                {
                  title: t('placeCode'),
                  render: (_, row) => <Code of={row.code} />,
                },
                {
                  title: t('placeKind'),
                  render: (_, row) =>
                    mayEdit ? (
                      <Select
                        size="small"
                        className="stock-kind"
                        aria-label={`${t('placeKind')} ${row.code}`}
                        value={row.kind}
                        options={kinds}
                        onChange={(value) => save.mutate({ body: { ...row, kind: value } })}
                      />
                    ) : (
                      t(`kind.${row.kind}`)
                    ),
                },
                {
                  title: t('placeActive'),
                  render: (_, row) => (
                    <Switch
                      size="small"
                      disabled={!mayEdit}
                      aria-label={`${t('placeActive')} ${row.code}`}
                      checked={row.active}
                      onChange={(active) => save.mutate({ body: { ...row, active } })}
                    />
                  ),
                },
              ]}
            />
          </Panel>
        )}
      </Listing>
    </>
  );
}

type AddProps = {
  kinds: { value: LocationKind; label: string }[];
  busy: boolean;
  onAdd: (place: { code: string; kind: LocationKind; active: true }) => void;
};

function AddPlace({ kinds, busy, onAdd }: AddProps) {
  const t = useTexts('warehouse');
  const [code, setCode] = useState('');
  const [kind, setKind] = useState<LocationKind>('shelf');
  const add = () => {
    onAdd({ code: code.trim(), kind, active: true });
    setCode('');
  };
  return (
    <div className="stock-tools">
      <Input
        className="number tool-search"
        value={code}
        maxLength={40}
        placeholder={t('placeCode')}
        aria-label={t('placeCode')}
        onChange={(event) => setCode(event.target.value)}
      />
      <Select aria-label={t('placeKind')} value={kind} options={kinds} onChange={setKind} />
      <Button type="primary" disabled={code.trim() === ''} loading={busy} onClick={add}>
        {t('placeAdd')}
      </Button>
    </div>
  );
}

/** Its code, and the name of those that the program knows. */
function Code({ of }: { of: string }) {
  const words = useWords();
  const name = words('location', of);
  return (
    <>
      <span className="number">{of}</span> {name === of ? null : <span className="faint">{name}</span>}
    </>
  );
}
