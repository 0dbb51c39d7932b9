import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented, Tooltip } from 'antd';
import { useState } from 'react';
import { listTrials, startReplay } from '../../../contract/policy.ts';
import { addDays, type Instant, parseLocalDate, plusHours, startOfDay } from '../../../domain/time.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { useAct } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import type { Editing } from './use-draft-editing.ts';

const presets = [7, 30, 90] as const;
type Choice = (typeof presets)[number] | 'own';
type Trial = ReplyOf<typeof startReplay>;
type Period = { from: Instant; to: Instant };

/** Starts a replay of a period: the last days, or any from and to. */
export function ReplayForm(props: { editing: Editing; errors: number; onStarted: (trial: Trial) => void }) {
  const { editing, errors, onStarted } = props;
  const t = useTexts('trial');
  const queries = useQueryClient();
  const period = usePeriod();
  const { base, dirty } = editing;
  const start = useAct(startReplay, {
    onRefused: useShowProblem(),
    onDone: (trial) => {
      void queries.invalidateQueries({ queryKey: [listTrials.path] });
      onStarted(trial);
    },
  });
  const blocked = errors > 0 ? t('startErrors') : dirty ? t('startUnsaved') : null;
  const run = () => {
    const chosen = period.read();
    if (chosen) start.mutate({ params: { draftId: base.id }, body: { revision: base.revision, ...chosen } });
  };
  return (
    <Panel title={t('replay')}>
      <p className="faint">{t('replayNote')}</p>
      <div className="replay-form">
        <Segmented<Choice>
          aria-label={t('replay')}
          value={period.choice}
          onChange={period.choose}
          options={[
            ...presets.map((count) => ({ value: count, label: t('days', { count }) })),
            { value: 'own', label: t('own') },
          ]}
        />
        {period.choice === 'own' ? period.fields : null}
        <Tooltip title={blocked}>
          <span>
            <Button type="primary" disabled={blocked !== null || !period.valid} loading={start.isPending} onClick={run}>
              {t('start')}
            </Button>
          </span>
        </Tooltip>
      </div>
    </Panel>
  );
}

function usePeriod() {
  const shell = useTexts('shell');
  const formats = useFormats();
  const [choice, choose] = useState<Choice>(30);
  const [days, setDays] = useState(() => ({ from: '', to: formats.today(now()) }));
  const first = parseLocalDate(days.from);
  const last = parseLocalDate(days.to);
  const read = (): Period | null => {
    if (choice !== 'own') return { from: plusHours(now(), -24 * choice), to: now() };
    if (!first || !last || first > last) return null;
    // Both days are meant whole.
    return { from: startOfDay(first, formats.timeZone), to: startOfDay(addDays(last, 1), formats.timeZone) };
  };
  const field = (side: 'from' | 'to') => (
    <Input
      type="date"
      className="date-field"
      aria-label={shell(side)}
      value={days[side]}
      max={formats.today(now())}
      onChange={({ target }) => setDays({ ...days, [side]: target.value })}
    />
  );
  const fields = (
    <span className="dates">
      {field('from')} – {field('to')}
    </span>
  );
  return { choice, choose, fields, valid: choice !== 'own' || read() !== null, read };
}
