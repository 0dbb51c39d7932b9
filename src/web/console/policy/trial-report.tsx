import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Progress } from 'antd';
import { useEffect } from 'react';
import { cancelTrial, getTrial, listTrials } from '../../../contract/policy.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import type { Content } from './content.ts';
import { ByClass, ByRule } from './trial-breakdowns.tsx';
import { TrialCases } from './trial-cases.tsx';
import { TrialFigures } from './trial-figures.tsx';
import { type Trial, usePeriodText } from './trial-list.tsx';
import { TrialMatrix } from './trial-matrix.tsx';

type Props = { listed: Trial; content: Content; revision: number };

/** What a trial has found so far; it grows while it runs. */
export function TrialReport({ listed, content, revision }: Props) {
  const t = useTexts('trial');
  const running = listed.state === 'running';
  const answer = useRead(
    getTrial,
    { params: { trialId: listed.id } },
    { keep: true, ...(running ? { everyMs: listed.kind === 'replay' ? 1_000 : 10_000 } : {}) },
  );
  const trial = answer.data ?? listed;
  const queries = useQueryClient();
  const isOver = running && trial.state !== 'running';
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: [listTrials.path] });
  }, [isOver, queries]);
  return (
    <article className="trial" aria-label={t('trials')}>
      <Head trial={trial} />
      {trial.state === 'failed' ? (
        <Alert type="error" showIcon className="above" title={t('failed', { problem: trial.problem ?? '' })} />
      ) : null}
      {trial.draftRevision === revision ? null : (
        <Alert type="warning" showIcon className="above" title={t('outdated')} />
      )}
      {trial.untried > 0 ? (
        <Alert type="info" showIcon className="above" title={t('untried', { count: formatCount(trial.untried) })} />
      ) : null}
      {trial.tried === 0 ? (
        <Nothing trial={trial} />
      ) : (
        <>
          <TrialFigures trial={trial} />
          <TrialMatrix trial={trial} />
          <div className="trial-halves">
            <ByClass trial={trial} />
            <ByRule trial={trial} content={content} />
          </div>
          <TrialCases trial={trial} content={content} />
        </>
      )}
    </article>
  );
}

function Nothing({ trial }: { trial: Trial }) {
  const t = useTexts('trial');
  if (trial.kind === 'shadow' && trial.state === 'running') return <Blank title={t('noShadowYet')} />;
  return trial.state === 'done' ? <Blank title={t('empty')} hint={t('emptyHint')} /> : null;
}

function Head({ trial }: { trial: Trial }) {
  const t = useTexts('trial');
  const { may } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const period = usePeriodText();
  const cancel = useAct(cancelTrial, {
    onRefused: useShowProblem(),
    onDone: () => {
      message.success(t('cancelled'));
      for (const { path } of [getTrial, listTrials]) void queries.invalidateQueries({ queryKey: [path] });
    },
  });
  const busy = trial.state === 'running' && trial.kind === 'replay';
  // Also cases that could not be tried are done with.
  const through = trial.tried + trial.untried;
  return (
    <Panel
      title={`${t(`kind.${trial.kind}`)} · ${period(trial)}`}
      tools={
        <span className="faint">
          {t('startedBy', { name: trial.startedBy.name })} <When at={trial.startedAt} time />
          {trial.casesPerSecond ? ` · ${t('speed', { count: formatCount(trial.casesPerSecond) })}` : null}
        </span>
      }
    >
      {busy ? (
        <div className="trial-progress">
          <Progress
            aria-label={t('state.running')}
            percent={trial.total === 0 ? 0 : Math.floor((through / trial.total) * 100)}
            status="active"
          />
          {may('policy:edit') ? (
            <Button
              size="small"
              loading={cancel.isPending}
              onClick={() => cancel.mutate({ params: { trialId: trial.id }, body: {} })}
            >
              {t('cancel')}
            </Button>
          ) : null}
        </div>
      ) : null}
      <p className="faint">{t('progress', { tried: formatCount(through), total: formatCount(trial.total) })}</p>
    </Panel>
  );
}
