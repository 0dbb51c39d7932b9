import { Link } from 'react-router';
import type { BuyerView } from '../../../contract/buyers.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { stageTone, Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';

export function NewestReturns({ returns }: { returns: BuyerView['returns'] }) {
  const t = useTexts('buyers');
  const queue = useTexts('queue');
  const words = useWords();
  return (
    <Panel title={t('newestReturns')}>
      {returns.length === 0 ? (
        <p className="faint">{t('none')}</p>
      ) : (
        <PlainTable
          rowKey="id"
          dataSource={returns}
          columns={[
            {
              title: t('returns'),
              render: (_, row) => (
                <Link to={`/rmas/${row.id}`} className="number">
                  {row.number}
                </Link>
              ),
            },
            {
              title: queue('reason'),
              render: (_, row) => `${words('reason', row.reason)} · ${words('resolution', row.resolution)}`,
            },
            {
              title: '',
              render: (_, row) => <Tag tone={stageTone(row.stage)}>{words('stage', row.stage)}</Tag>,
            },
            { title: queue('shop'), render: (_, row) => row.shopName },
            { title: queue('opened'), render: (_, row) => <When at={row.openedAt} /> },
            { title: '', align: 'right', render: (_, row) => <Money of={row.amount} /> },
          ]}
        />
      )}
    </Panel>
  );
}

export function NewestOrders({ orders }: { orders: BuyerView['orders'] }) {
  const t = useTexts('buyers');
  const words = useTexts('orders');
  return (
    <Panel title={t('newestOrders')}>
      {orders.length === 0 ? (
        <p className="faint">{t('none')}</p>
      ) : (
        <PlainTable
          rowKey="id"
          dataSource={orders}
          columns={[
            {
              title: words('col.order'),
              render: (_, row) => (
                <Link to={`/orders/${row.id}`} className="number">
                  {row.externalId}
                </Link>
              ),
            },
            { title: words('col.shop'), render: (_, row) => row.shopName },
            { title: words('col.placed'), render: (_, row) => <When at={row.placedAt} /> },
            { title: words('col.paid'), align: 'right', render: (_, row) => <Money of={row.paid} /> },
          ]}
        />
      )}
    </Panel>
  );
}
