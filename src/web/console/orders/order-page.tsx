import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { orderId as orderIdShape } from '../../../contract/common.ts';
import { getOrder, type OrderView } from '../../../contract/orders.ts';
import { problemOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Money, Side } from '../parts/money.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { stageTone, Tag } from '../parts/tag.tsx';
import { useRead } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { Buyer } from './buyer.tsx';
import { OpenReturnDialog } from './open-return-dialog.tsx';

export default function OrderPage() {
  const t = useTexts('orders');
  const id = orderIdShape.safeParse(useParams()['orderId']);
  return id.success ? <Loaded id={id.data} /> : <Blank title={t('missing')} hint={t('emptyHint')} />;
}

function Loaded({ id }: { id: OrderView['id'] }) {
  const t = useTexts('orders');
  const answer = useRead(getOrder, { params: { orderId: id } });
  if (answer.data) return <Shown order={answer.data} />;
  if (!answer.error) return <Waiting rows={10} />;
  if (problemOf(answer.error).status === 404) return <Blank title={t('missing')} hint={t('emptyHint')} />;
  return <Failed error={answer.error} retry={answer.refetch} />;
}

function Shown({ order }: { order: OrderView }) {
  const t = useTexts('orders');
  const words = useWords();
  const { may } = useSession();
  const [opening, setOpening] = useState(false);
  const returnable = order.lines.some((line) => line.quantity > line.claimed);
  return (
    <Page
      title={<span className="number">{order.externalId}</span>}
      note={
        <>
          {words('channel', order.channel)} · <When at={order.placedAt} time /> · <Money of={order.paid} strong />
        </>
      }
      tools={
        may('rma:open') ? (
          <Tooltip title={returnable ? undefined : t('allClaimed')}>
            <Button type="primary" disabled={!returnable} onClick={() => setOpening(true)}>
              {t('open')}
            </Button>
          </Tooltip>
        ) : null
      }
    >
      <div className="order-columns">
        <Panel title={t('lines')}>
          <Lines order={order} />
        </Panel>
        <div>
          <Buyer order={order} />
          <Payments order={order} />
          <Panel title={t('returns')}>
            {order.rmas.length === 0 ? <p className="faint">{t('noReturns')}</p> : null}
            <ul className="plain-list">
              {order.rmas.map((rma) => (
                <li key={rma.id}>
                  <Link to={`/rmas/${rma.id}`} className="number">
                    {rma.number}
                  </Link>
                  <Tag tone={stageTone(rma.stage)}>{words('stage', rma.stage)}</Tag>
                </li>
              ))}
            </ul>
          </Panel>
        </div>
      </div>
      {opening ? <OpenReturnDialog order={order} onClose={() => setOpening(false)} /> : null}
    </Page>
  );
}

function Lines({ order }: { order: OrderView }) {
  const t = useTexts('orders');
  const words = useWords();
  return (
    <PlainTable
      rowKey="id"
      dataSource={order.lines}
      columns={[
        {
          title: t('item'),
          render: (_, line) => (
            <div className="wrap">
              {line.title}
              <div className="number faint">{line.sku}</div>
              {line.exclusion ? (
                <div className="amber">{t('exclusion', { why: words('exclusion', line.exclusion) })}</div>
              ) : null}
            </div>
          ),
        },
        { title: t('price'), align: 'right', render: (_, line) => <Money of={line.unitPrice} /> },
        { title: t('quantity'), align: 'right', render: (_, line) => <span className="number">{line.quantity}</span> },
        {
          title: t('discounts'),
          align: 'right',
          render: (_, line) =>
            line.discounts.map((discount) => (
              <div key={discount.funder}>
                <small className="faint">{words('funder', discount.funder)}</small> −<Money of={discount.amount} />
              </div>
            )),
        },
        { title: t('freight'), align: 'right', render: (_, line) => <Side of={line.freight} /> },
        { title: t('paid'), align: 'right', render: (_, line) => <Money of={line.paid} strong /> },
        {
          title: t('claimed'),
          align: 'right',
          render: (_, line) => <span className="number">{line.claimed || ''}</span>,
        },
        { title: t('refunded'), align: 'right', render: (_, line) => <Side of={line.refunded} /> },
      ]}
    />
  );
}

function Payments({ order }: { order: OrderView }) {
  const t = useTexts('orders');
  const words = useWords();
  return (
    <Panel title={t('payments')}>
      {order.payments.map((payment) => (
        <dl key={payment.tradeNumber} className="pairs">
          <dt>{words('method', payment.method)}</dt>
          <dd>
            <Money of={payment.paid} strong />
          </dd>
          <dt>{t('tradeNumber')}</dt>
          <dd className="number">{payment.tradeNumber}</dd>
          <dt>{t('refunded')}</dt>
          <dd>
            <Money of={payment.refunded} />
          </dd>
        </dl>
      ))}
    </Panel>
  );
}
