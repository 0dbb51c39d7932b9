import { Button, Select } from 'antd';
import { deliveryStates, listStockDeliveries, settleStockDelivery } from '../../../contract/stock-hook.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { useCauseText } from '../parts/cause.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useAct, usePages } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';

type Row = ReplyOf<typeof listStockDeliveries>['rows'][number];
const tones: Record<Row['state'], Tone> = { waiting: 'blue', sent: 'green', dead: 'red', skipped: 'grey' };

export function HookDeliveries({ onSettled }: { onSettled: () => void }) {
  const t = useTexts('warehouse');
  const stock = useTexts('stock');
  const words = useWords();
  const { get, change } = useAddress();
  const state = deliveryStates.find((each) => each === get('state'));
  const query = state ? { state } : {};
  const pages = usePages<Row>([listStockDeliveries.path, query], (after, signal) =>
    call(listStockDeliveries, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Panel
      title={t('deliveries')}
      tools={
        <Select
          allowClear
          size="small"
          placeholder={t('anyDelivery')}
          aria-label={t('anyDelivery')}
          value={state ?? null}
          popupMatchSelectWidth={false}
          options={deliveryStates.map((value) => ({ value, label: t(`delivery.${value}`) }))}
          onChange={(value: string | null | undefined) => change({ state: value })}
        />
      }
    >
      <p className="faint">{t('deadNote')}</p>
      <Listing pages={pages} blank={<Blank title={t('deliveriesNone')} />}>
        {(rows) => (
          <PlainTable<Row>
            rowKey="id"
            dataSource={rows}
            columns={[
              { title: stock('at'), render: (_, row) => <When at={row.at} time /> },
              { title: stock('sku'), render: (_, row) => <span className="number">{row.sku}</span> },
              { title: stock('location'), render: (_, row) => words('location', row.location) },
              {
                title: t('change'),
                align: 'right',
                render: (_, row) => <span className="number">{row.delta > 0 ? `+${row.delta}` : row.delta}</span>,
              },
              {
                title: t('balance'),
                align: 'right',
                render: (_, row) => <strong className="number">{row.balance}</strong>,
              },
              {
                title: t('stateOf'),
                render: (_, row) => <Outcome row={row} />,
              },
              { title: '', align: 'right', render: (_, row) => <Settle row={row} onSettled={onSettled} /> },
            ]}
          />
        )}
      </Listing>
    </Panel>
  );
}

function Outcome({ row }: { row: Row }) {
  const t = useTexts('warehouse');
  const say = useCauseText();
  return (
    <>
      <Tag tone={tones[row.state]}>{t(`delivery.${row.state}`)}</Tag>{' '}
      {row.attempts > 1 ? <span className="faint">{t('attempts', { count: row.attempts })}</span> : null}
      {row.cause ? <span className="faint wrap"> {say(row.cause)}</span> : null}
    </>
  );
}

/** What a person may do with a delivery that is stuck. */
function Settle({ row, onSettled }: { row: Row; onSettled: () => void }) {
  const t = useTexts('warehouse');
  const showProblem = useShowProblem();
  const settle = useAct(settleStockDelivery, { onDone: onSettled, onRefused: showProblem });
  if (row.state !== 'dead') return null;
  return (['retry', 'skip'] as const).map((action) => (
    <Button
      key={action}
      size="small"
      type="link"
      loading={settle.isPending}
      onClick={() => settle.mutate({ params: { position: String(row.position) }, body: { action } })}
    >
      {t(action)}
    </Button>
  ));
}
