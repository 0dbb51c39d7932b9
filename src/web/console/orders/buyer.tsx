import { EyeOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { Link } from 'react-router';
import { type OrderView, revealBuyer } from '../../../contract/orders.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { RevealDialog } from '../parts/reveal-dialog.tsx';
import { useRefusal } from '../parts/use-refusal.ts';
import { useReveal } from '../parts/use-reveal.ts';
import { useSession } from '../shell/session.tsx';

/** The buyer, masked. Whoever needs him in clear says what for; that stays on record (个人信息保护法). */
export function Buyer({ order }: { order: OrderView }) {
  const t = useTexts('orders');
  const buyers = useTexts('buyers');
  const say = useRefusal();
  const { may } = useSession();
  const { clear, asking, ask, close, reveal, isBusy } = useReveal(revealBuyer);
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
              <Button size="small" icon={<EyeOutlined />} disabled={!allowed} onClick={ask}>
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
          busy={isBusy}
          onClose={close}
          onReveal={(purpose) => reveal({ params: { orderId: order.id }, body: { purpose } })}
        />
      ) : null}
    </Panel>
  );
}
