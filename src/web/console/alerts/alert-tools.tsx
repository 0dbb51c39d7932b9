import { Button, Dropdown, Input, Popover } from 'antd';
import { useState } from 'react';
import { type AlertView, giveBackAlert, handleAlert, putOffAlert, takeAlert } from '../../../contract/alerts.ts';
import { parseInstant, plusHours } from '../../../domain/time.ts';
import { now } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { HandOver } from './hand-over.tsx';
import { useAlertDone } from './use-alert-act.ts';

const later = [
  ['soon', 4],
  ['tomorrow', 24],
  ['three_days', 72],
] as const;

/** Who sees to it, until when, and that it is done: what one may do at the moment, and nothing else. */
export function AlertTools({ alert }: { alert: AlertView }) {
  const t = useTexts('alerts');
  const done = useAlertDone();
  const take = useAct(takeAlert, done);
  const giveBack = useAct(giveBackAlert, done);
  const putOff = useAct(putOffAlert, done);
  const params = { alertId: alert.id };
  const { abilities } = alert;
  const putOffBy = (hours: number) => {
    const from = parseInstant(now());
    if (from) putOff.mutate({ params, body: { until: plusHours(from, hours) } });
  };
  return (
    <div className="alert-tools">
      {abilities.take ? (
        <Button loading={take.isPending} onClick={() => take.mutate({ params, body: {} })}>
          {t('take')}
        </Button>
      ) : null}
      {abilities.handOver ? <HandOver alert={alert} /> : null}
      {abilities.handle ? <Handle alert={alert} /> : null}
      {abilities.putOff ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: later.map(([name, hours]) => ({ key: String(hours), label: t(`later.${name}`) })),
            onClick: ({ key }) => putOffBy(Number(key)),
          }}
        >
          <Button loading={putOff.isPending}>{t('putOff')}</Button>
        </Dropdown>
      ) : null}
      {abilities.giveBack ? (
        <Button type="text" loading={giveBack.isPending} onClick={() => giveBack.mutate({ params, body: {} })}>
          {t('giveBack')}
        </Button>
      ) : null}
    </div>
  );
}

function Handle({ alert }: { alert: AlertView }) {
  const t = useTexts('alerts');
  const { onDone, onRefused } = useAlertDone();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const handle = useAct(handleAlert, {
    onRefused,
    onDone: (reply) => {
      setOpen(false);
      onDone(reply);
    },
  });
  const said = text.trim();
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      title={t('handle')}
      content={
        <div className="alert-say">
          <p className="faint">{t('handleHint')}</p>
          <Input.TextArea
            value={text}
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 6 }}
            aria-label={t('handleText')}
            placeholder={t('handleText')}
            onChange={(event) => setText(event.target.value)}
          />
          <Button
            type="primary"
            disabled={said === ''}
            title={said === '' ? t('needText') : undefined}
            loading={handle.isPending}
            onClick={() => handle.mutate({ params: { alertId: alert.id }, body: { text: said } })}
          >
            {t('handle')}
          </Button>
        </div>
      }
    >
      <Button>{t('handle')}</Button>
    </Popover>
  );
}
