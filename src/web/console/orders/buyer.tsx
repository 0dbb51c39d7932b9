import { EyeOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type OrderView, revealBuyer } from '../../../contract/orders.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { RevealDialog } from '../parts/reveal-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useRefusal, useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

/** The buyer, masked. Whoever needs him in clear says what for; that stays on record (个人信息保护法). */
export function Buyer({ order }: { order: OrderView }) {
  const t = useTexts('orders');
  const buyers = useTexts('buyers');
  const say = useRefusal();
  const { may } = useSession();
  const showProblem = useShowProblem();
  const [asking, setAsking] = useState(false);
  const [clear, setClear] = useState<ReplyOf<typeof revealBuyer>>();
  const reveal = useAct(revealBuyer, {
    onRefused: showProblem,
    onDone: (reply) => {
      setClear(reply);
      setAsking(false);
    },
  });
  const allowed = may('person:reveal');
  return (
    <Panel title={t('buyer')}>
      <p className="buyer">
        <strong>{order.buyer.nick}</strong>
        {clear ? (
          <>
            <span>{clear.name || t('noName')}</span>
            <span className="number">{clear.phone || t('noPhone')}</span>
          </>
        ) : (
          <>
            <span>{order.buyer.maskedName}</span>
            <span className="number">{order.buyer.maskedPhone}</span>
            <Tooltip title={allowed ? undefined : say({ code: 'not_permitted', permission: 'person:reveal' })}>
              <Button size="small" icon={<EyeOutlined />} disabled={!allowed} onClick={() => setAsking(true)}>
                {t('reveal')}
              </Button>
            </Tooltip>
          </>
        )}
      </p>
      {may('rma:review') ? <Link to={`/buyers/${order.buyer.id}`}>{buyers('seeAll')}</Link> : null}
      {asking ? (
        <RevealDialog
          title={t('revealTitle')}
          example={t('purposePlaceholder')}
          busy={reveal.isPending}
          onClose={() => setAsking(false)}
          onReveal={(purpose) => reveal.mutate({ params: { orderId: order.id }, body: { purpose } })}
        />
      ) : null}
    </Panel>
  );
}
