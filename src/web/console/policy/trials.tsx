import { listTrials } from '../../../contract/policy.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { ReplayForm } from './replay-form.tsx';
import { ShadowSwitch } from './shadow-switch.tsx';
import { TrialList } from './trial-list.tsx';
import { TrialReport } from './trial-report.tsx';
import type { Editing } from './use-draft-editing.ts';

/** A draft rehearsed: on past returns, or beside the live rules on new ones. */
export function Trials({ editing, errors }: { editing: Editing; errors: number }) {
  const t = useTexts('trial');
  const { may } = useSession();
  const { get, change } = useAddress();
  const { base } = editing;
  const answer = useRead(listTrials, { params: { draftId: base.id } }, { everyMs: 10_000 });
  const trials = answer.data?.trials ?? [];
  const chosen = trials.find(({ id }) => id === get('trial')) ?? trials[0];
  const open = (id: string) => change({ trial: id, was: null, would: null, goodsClass: null });
  return (
    <>
      {may('policy:edit') ? (
        <div className="trial-starts">
          <ReplayForm editing={editing} errors={errors} onStarted={(trial) => open(trial.id)} />
          <ShadowSwitch editing={editing} errors={errors} />
        </div>
      ) : null}
      {answer.error && !answer.data ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting rows={6} /> : null}
      {answer.data && !chosen ? <Blank title={t('none')} hint={t('noneHint')} /> : null}
      {chosen ? (
        <>
          <TrialList trials={trials} chosen={chosen.id} onChoose={open} />
          <TrialReport key={chosen.id} listed={chosen} content={editing.content} revision={base.revision} />
        </>
      ) : null}
    </>
  );
}
