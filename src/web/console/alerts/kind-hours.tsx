import { useQueryClient } from '@tanstack/react-query';
import { App, Button, InputNumber, Switch } from 'antd';
import { useState } from 'react';
import { alertSettings, saveAlertSettings } from '../../../contract/alerts.ts';
import { type AlertHours, LEAST_HOURS, MOST_ALERT_HOURS } from '../../../domain/alerts/alert-kinds.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

type Settings = ReplyOf<typeof alertSettings>;
type Kind = Settings['kinds'][number];

const ownOf = ({ kinds }: Settings): AlertHours =>
  Object.fromEntries(kinds.flatMap(({ kind, own, hours }) => (own ? [[kind, hours]] : [])));

/** Hours for each kind, and whether anybody is told of it at all. */
export function KindHours({ settings }: { settings: Settings }) {
  const t = useTexts('alerts');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { may } = useSession();
  const showProblem = useShowProblem();
  const [hours, setHours] = useState(() => ownOf(settings));
  const readAgain = () => void queries.invalidateQueries({ queryKey: [alertSettings.path] });
  const save = useAct(saveAlertSettings, {
    onRefused: (error) => {
      showProblem(error);
      readAgain();
    },
    onDone: () => {
      void message.success(t('saved'));
      readAgain();
    },
  });
  const mayEdit = may('policy:edit');
  const isChanged = JSON.stringify(hours) !== JSON.stringify(ownOf(settings));
  const change = (kind: Kind['kind'], value: number | null | undefined) =>
    setHours(({ [kind]: _, ...others }) => (value === undefined ? others : { ...others, [kind]: value }));
  return (
    <Panel
      title={t('kinds')}
      tools={
        isChanged ? (
          <span className="alert-tools">
            <Button type="text" onClick={() => setHours(ownOf(settings))}>
              {t('discard')}
            </Button>
            <Button
              type="primary"
              loading={save.isPending}
              onClick={() => save.mutate({ body: { hours, version: settings.version } })}
            >
              {t('save')}
            </Button>
          </span>
        ) : null
      }
    >
      <ul className="alert-kinds">
        {settings.kinds.map((kind) => (
          <KindRow
            key={kind.kind}
            of={kind}
            own={hours[kind.kind]}
            disabled={!mayEdit}
            onChange={(value) => change(kind.kind, value)}
          />
        ))}
      </ul>
    </Panel>
  );
}

type RowProps = {
  of: Kind;
  own: number | null | undefined;
  disabled: boolean;
  onChange: (value: number | null | undefined) => void;
};

function KindRow({ of, own, disabled, onChange }: RowProps) {
  const t = useTexts('alerts');
  const words = useWords();
  const preset = of.learned
    ? t('learnedNote', { count: of.presetHours })
    : of.presetHours === 0
      ? t('atOnce')
      : t('preset', { count: of.presetHours });
  const name = t(`kind.${of.kind}`);
  return (
    <li className="alert-kind">
      <Switch
        checked={own !== null}
        disabled={disabled}
        aria-label={name}
        onChange={(on) => onChange(on ? undefined : null)}
      />
      <span className="alert-kind-name">
        <strong>{name}</strong>
        <small className="faint">
          {words('desk', of.desk)} · {t('dueAfter', { count: of.dueHours })}
          {of.urgent ? ` · ${t('urgent')}` : ''}
        </small>
      </span>
      <span className="alert-kind-hours">
        {own === null ? (
          <span className="faint">{t('off')}</span>
        ) : (
          <InputNumber<number>
            value={own ?? null}
            min={of.presetHours === 0 ? 0 : LEAST_HOURS}
            max={MOST_ALERT_HOURS}
            disabled={disabled}
            placeholder={preset}
            suffix={own === undefined ? undefined : t('unit')}
            aria-label={`${name} ${t('after')}`}
            onChange={(value) => onChange(value ?? undefined)}
          />
        )}
        {typeof own === 'number' ? <Tag tone="blue">{t('own')}</Tag> : null}
      </span>
    </li>
  );
}
