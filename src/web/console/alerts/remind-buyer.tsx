import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type AlertView, noteAlert } from '../../../contract/alerts.ts';
import { getThread, sendMessage } from '../../../contract/negotiation.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import type { RmaId } from '../rma/use-rma-act.ts';
import { useAlertDone } from './use-alert-act.ts';

type Way = ReplyOf<typeof getThread>['ways'][number];
type Props = { alert: AlertView; rmaId: RmaId };

/** Writes to the buyer through the conversation of the return: the words are there, and can be changed. */
export function RemindBuyer({ alert, rmaId }: Props) {
  const t = useTexts('alerts');
  const [open, setOpen] = useState(false);
  const thread = useRead(getThread, { params: { rmaId }, query: { limit: 1 } }, { enabled: open });
  const way = thread.data?.ways[0];
  if (!open)
    return (
      <div>
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('act.remind_buyer')}
        </Button>
      </div>
    );
  if (thread.error) return <Failed error={thread.error} retry={thread.refetch} />;
  if (!thread.data) return <Waiting rows={2} />;
  if (way && way.picture !== 'needed') return <Compose alert={alert} rmaId={rmaId} way={way} />;
  return (
    <p>
      {t(way ? 'pictureNeeded' : 'noWay')} <Link to={`/rmas/${rmaId}`}>{t('act.open_case')}</Link>
    </p>
  );
}

function Compose({ alert, rmaId, way }: Props & { way: Way }) {
  const t = useTexts('alerts');
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const done = useAlertDone();
  const [body, setBody] = useState(t('remindText', { waybill: alert.waybill ?? '' }));
  const note = useAct(noteAlert, done);
  const send = useAct(sendMessage, {
    onRefused: showProblem,
    onDone: () => {
      void message.success(t('reminded'));
      note.mutate({ params: { alertId: alert.id }, body: { text: t('remindNote') } });
    },
  });
  const said = body.trim();
  return (
    <div className="alert-write">
      <Input.TextArea
        value={body}
        maxLength={2_000}
        autoSize={{ minRows: 2, maxRows: 8 }}
        aria-label={t('act.remind_buyer')}
        onChange={(event) => setBody(event.target.value)}
      />
      <Button
        type="primary"
        disabled={said === '' || send.isSuccess}
        loading={send.isPending}
        onClick={() => send.mutate({ params: { rmaId }, body: { via: way.via, body: said, pictures: [] } })}
      >
        {t('remindGo')}
      </Button>
    </div>
  );
}
