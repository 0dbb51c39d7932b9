import { App, Button } from 'antd';
import { declineOffer, withdrawOffer } from '../../../contract/negotiation.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useNow } from '../../ui/clock.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';
import { useAct } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { useTalkDone } from './use-talk-done.ts';

/** The offer that waits, with what can be done about it; or what was agreed. */
export function OpenOffer({ rma }: { rma: RmaView }) {
  const t = useTexts('talk');
  const formats = useFormats();
  const now = useNow();
  const { may } = useSession();
  const { modal } = App.useApp();
  const showProblem = useShowProblem();
  const done = useTalkDone();
  const offer = rma.offers.find((one) => one.state === 'open');
  const takeBack = useAct(withdrawOffer, {
    onRefused: showProblem,
    onDone: (reply) => done(reply, t('offerState.withdrawn')),
  });
  const decline = useAct(declineOffer, {
    onRefused: showProblem,
    onDone: (reply) => done(reply, t('offerState.declined')),
  });
  if (!offer) {
    return rma.agreed ? (
      <p className="offer-card settled">
        <Tag tone="green">
          {t('agreed', { amount: formatMoney(rma.agreed.amount), goods: t(`goods.${rma.agreed.goods}`) })}
        </Tag>
      </p>
    ) : null;
  }
  const params = { rmaId: rma.id, offerId: offer.id };
  const ask = () =>
    modal.confirm({
      title: t('takeBackAsk'),
      content: t('takeBackBody'),
      okText: t('takeBack'),
      onOk: () => takeBack.mutateAsync({ params, body: {} }).catch(() => undefined),
    });
  return (
    <section className="offer-card" aria-label={t('open')}>
      <p className="offer-head">
        <Tag tone="blue">{t('open')}</Tag>
        <span className="faint">{t('validUntil', { when: formats.when(offer.validUntil, now, { time: true }) })}</span>
      </p>
      <p className="offer-sum">
        {t('offered', { amount: formatMoney(offer.amount), goods: t(`goods.${offer.goods}`) })}
      </p>
      {may('rma:review') ? (
        <p className="offer-acts">
          <Button size="small" onClick={ask} loading={takeBack.isPending}>
            {t('takeBack')}
          </Button>
          <Button size="small" loading={decline.isPending} onClick={() => decline.mutate({ params, body: {} })}>
            {t('buyerSaidNo')}
          </Button>
        </p>
      ) : null}
    </section>
  );
}
