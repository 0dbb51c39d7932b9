import { App, Button } from 'antd';
import { Link } from 'react-router';
import { type AlertView, askCourier } from '../../../contract/alerts.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { CallBuyer } from './call-buyer.tsx';
import { RemindBuyer } from './remind-buyer.tsx';
import { useAlertDone } from './use-alert-act.ts';

/** The one thing to do about an alert of this kind. What one may not do leads to the case instead. */
export function OneClick({ alert }: { alert: AlertView }) {
  const { may } = useSession();
  const [rma] = alert.rmas;
  switch (alert.act) {
    case 'remind_buyer':
      return rma && may('rma:review') ? <RemindBuyer alert={alert} rmaId={rma.id} /> : <OpenCase alert={alert} />;
    case 'ask_courier':
      return may('parcel:write') ? <AskCourier alert={alert} /> : <OpenCase alert={alert} />;
    case 'file_claim':
      return rma && may('claim:file') ? (
        <Go to={claimOf(alert, rma.id)} act="file_claim" />
      ) : (
        <OpenCase alert={alert} />
      );
    case 'call_buyer':
      return alert.orderId && may('person:reveal') ? (
        <CallBuyer alert={alert} orderId={alert.orderId} />
      ) : (
        <OpenCase alert={alert} />
      );
    case 'receive':
      return may('goods:receive') && alert.waybill ? (
        <Go to={`/receiving?code=${encodeURIComponent(alert.waybill)}`} act="receive" />
      ) : (
        <OpenCase alert={alert} />
      );
    case 'match':
      return alert.unknownId ? <Go to={`/unknown-parcels?parcel=${alert.unknownId}`} act="match" /> : null;
    case 'open_case':
      return <OpenCase alert={alert} />;
  }
}

function Go({ to, act }: { to: string; act: AlertView['act'] }) {
  const t = useTexts('alerts');
  return (
    <Link to={to}>
      <Button type="primary">{t(`act.${act}`)}</Button>
    </Link>
  );
}

/** The case with its claim already begun. */
function claimOf({ kind, waybill }: AlertView, rmaId: string): string {
  const cause = kind === 'damaged' ? 'damaged' : 'lost';
  return `/rmas/${rmaId}?${new URLSearchParams({ do: 'file_claim', cause, ...(waybill ? { waybill } : {}) })}`;
}

function OpenCase({ alert: { rmas } }: { alert: AlertView }) {
  const [rma] = rmas;
  return rma ? <Go to={`/rmas/${rma.id}`} act="open_case" /> : null;
}

function AskCourier({ alert }: { alert: AlertView }) {
  const t = useTexts('alerts');
  const { message } = App.useApp();
  const { onDone, onRefused } = useAlertDone();
  const ask = useAct(askCourier, {
    onRefused,
    onDone: (reply) => {
      onDone(reply.alert);
      void message.info(t(`asked.${reply.outcome}`, { message: reply.message ?? '' }), 6);
    },
  });
  return (
    <div>
      <Button
        type="primary"
        loading={ask.isPending}
        onClick={() => ask.mutate({ params: { alertId: alert.id }, body: {} })}
      >
        {t('act.ask_courier')}
      </Button>
    </div>
  );
}
