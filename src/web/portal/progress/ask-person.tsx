import { askForPerson } from '../../../contract/portal.ts';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { useVisit } from '../session.ts';
import type { MyReturn } from '../shapes.ts';
import { useSending } from '../use-sending.ts';
import { useWords } from '../words/words.tsx';

/** Nobody has to leave it to rules (PIPL art. 24): one tap, and a person looks at it. */
export function AskPerson({ of, done }: { of: MyReturn; done: () => void }) {
  const { words } = useWords();
  const { ask } = useVisit();
  const { busy, problem, send } = useSending();
  if (of.person === 'over') return null;
  if (of.person === 'is_on_it') return <Notice tone="plain">{words.person.isOnIt}</Notice>;
  const request = () =>
    send(() => ask(askForPerson, { params: { rmaId: of.id }, body: {} }, { idempotencyKey: `person-${of.id}` }), done);
  return (
    <div className="actions">
      {problem ? <ProblemNotice problem={problem} /> : null}
      <p className="quiet-text centred">{words.person.why}</p>
      <button type="button" className="button quiet" disabled={busy} onClick={request}>
        {busy ? words.person.working : words.person.start}
      </button>
    </div>
  );
}
