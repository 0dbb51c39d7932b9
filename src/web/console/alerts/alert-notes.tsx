import { Button, Input } from 'antd';
import { useState } from 'react';
import { type AlertView, noteAlert } from '../../../contract/alerts.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { levelName } from './level-names.ts';
import { useAlertDone } from './use-alert-act.ts';

/** What happened to an alert, the newest first, and a place to write more. */
export function AlertNotes({ alert }: { alert: AlertView }) {
  const t = useTexts('alerts');
  const { may } = useSession();
  const say = useNoteText();
  return (
    <section>
      <h3>{t('history')}</h3>
      {may('parcel:write') ? <NoteBox alert={alert} /> : null}
      <ol className="alert-notes">
        {alert.notes.map((note) => (
          <li key={note.seq}>
            <span>
              <strong>{say(note)}</strong> {note.text}
            </span>
            <span className="faint">
              {note.actor.kind === 'system' ? t('system') : note.actor.name} · <When at={note.at} time />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function useNoteText() {
  const t = useTexts('alerts');
  const formats = useFormats();
  const now = useNow();
  return ({ type, level, dueAt, to }: AlertView['notes'][number]): string => {
    switch (type) {
      case 'escalated':
        return t('event.escalated', { level: t(`level.${levelName(level)}`) });
      case 'put_off':
        return t('event.put_off', { when: dueAt ? formats.when(dueAt, now, { time: true }) : '' });
      case 'handed_over':
        return t('event.handed_over', { to: to ?? '' });
      case 'freed':
        return to === null ? t('event.freed') : t('event.freed_to', { to });
      case 'raised':
      case 'reopened':
      case 'gone':
      case 'taken':
      case 'given_back':
      case 'noted':
      case 'handled':
      case 'asked':
        return t(`event.${type}`);
      default:
        return type;
    }
  };
}

function NoteBox({ alert }: { alert: AlertView }) {
  const t = useTexts('alerts');
  const { onDone, onRefused } = useAlertDone();
  const [text, setText] = useState('');
  const note = useAct(noteAlert, {
    onRefused,
    onDone: (reply) => {
      setText('');
      onDone(reply);
    },
  });
  const said = text.trim();
  return (
    <div className="alert-write">
      <Input.TextArea
        value={text}
        maxLength={500}
        autoSize={{ minRows: 1, maxRows: 6 }}
        aria-label={t('write')}
        placeholder={t('writePlaceholder')}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        disabled={said === ''}
        loading={note.isPending}
        onClick={() => note.mutate({ params: { alertId: alert.id }, body: { text: said } })}
      >
        {t('add')}
      </Button>
    </div>
  );
}
