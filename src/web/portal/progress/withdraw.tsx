import { useEffect, useRef, useState } from 'react';
import { withdrawMyReturn } from '../../../contract/portal.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import type { ReturnId } from '../route.ts';
import { useVisit } from '../session.ts';
import { useSending } from '../use-sending.ts';
import { useWords } from '../words/words.tsx';

const GRACE_SECONDS = 8;

/**
 * A withdrawal is for good, so it is sent only after a moment in which one tap takes it back. Nobody has to be quick:
 * whoever leaves or does nothing wrong keeps the request, and a button ends the waiting.
 */
export function Withdraw({ rmaId, done }: { rmaId: ReturnId; done: () => void }) {
  const { words } = useWords();
  const { ask } = useVisit();
  const { busy, problem, send } = useSending();
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);

  const withdraw = () => {
    setSecondsLeft(null);
    send(() => ask(withdrawMyReturn, { params: { rmaId }, body: {} }, { idempotencyKey: `withdraw-${rmaId}` }), done);
  };
  const latest = useRef(withdraw);
  latest.current = withdraw;

  useEffect(() => {
    if (secondsLeft === null) return undefined;
    const timer = setTimeout(() => {
      if (secondsLeft > 1) setSecondsLeft(secondsLeft - 1);
      else latest.current();
    }, 1_000);
    return () => clearTimeout(timer);
  }, [secondsLeft]);

  if (secondsLeft !== null) {
    return (
      <div className="card withdrawing">
        {/* Read once, not every second. */}
        <p role="alert">{words.withdraw.warning}</p>
        <div className="row">
          <button type="button" className="button primary" onClick={() => setSecondsLeft(null)}>
            {words.withdraw.keep}
          </button>
          <button type="button" className="button quiet" onClick={withdraw}>
            {words.withdraw.now}
          </button>
        </div>
        <p className="quiet-text">{words.withdraw.counting(secondsLeft)}</p>
      </div>
    );
  }
  return (
    <div className="actions">
      {problem ? <ProblemNotice problem={problem} /> : null}
      <button type="button" className="button quiet" disabled={busy} onClick={() => setSecondsLeft(GRACE_SECONDS)}>
        {busy ? words.withdraw.working : words.withdraw.start}
      </button>
    </div>
  );
}
