import { CheckCircleFilled, CloseCircleOutlined, MinusCircleOutlined, QuestionCircleFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { policyVersion } from '../../../contract/policy.ts';
import { policyOf } from '../../../contract/policy-content.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { evaluate } from '../../../domain/policy/evaluate.ts';
import { explainDecision, type RowExplanation } from '../../../domain/policy/explain.ts';
import { factsFromTrace } from '../../../domain/policy/facts.ts';
import { whatWouldChange } from '../../../domain/policy/what-would-change.ts';
import { call } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import type { Content } from '../policy/content.ts';
import { Flips } from '../policy/flips.tsx';
import { Reads } from '../policy/reads.tsx';
import { useSide } from '../policy/use-rule-words.ts';
import { useSession } from '../shell/session.tsx';

type Decision = NonNullable<RmaView['decision']>;
type Props = {
  decision: Decision;
  /** Also the rules that did not hit. */
  all: boolean;
  toggle: ReactNode;
  /** What stands here while, or where, the rules of then cannot be read. */
  children: ReactNode;
};

/** The rules of then asked again on the facts of then: what each row read, and what would change the answer. */
export default function DecisionExplained({ decision, all, toggle, children }: Props) {
  const { may } = useSession();
  const version = String(decision.policyVersion);
  const { data } = useQuery({
    queryKey: [policyVersion.path, { version }, null],
    queryFn: ({ signal }) => call(policyVersion, { params: { version } }, { signal }),
    enabled: may('policy:read'),
    // A published version stays what it is.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const explained = useExplained(decision, data?.content);
  if (!explained) return children;
  const { policy, facts, rows, flips } = explained;
  const shown = rows.filter(({ verdict, asked }) => all || (asked && verdict !== 'missed'));
  return (
    <>
      <ol className="rules">
        {shown.map((row) => (
          <ExplainedRule key={row.row.id} of={row} />
        ))}
      </ol>
      {toggle}
      <Flips policy={policy} facts={facts} flips={flips} />
    </>
  );
}

/** Nothing where the facts do not lead to the recorded decision any more: the record is the truth. */
function useExplained(decision: Decision, content: Content | undefined) {
  return useMemo(() => {
    if (!content) return null;
    const policy = policyOf(content, decision.policyVersion);
    const facts = factsFromTrace(decision.facts);
    const again = evaluate(policy, facts);
    if (again.ruleId !== decision.ruleId) return null;
    return { policy, facts, rows: explainDecision(policy, facts), flips: whatWouldChange(policy, again) };
  }, [decision, content]);
}

const classes = { decided: 'hit', unknown: 'undecidable', missed: 'miss', hit: 'miss' } as const;

function ExplainedRule({ of: { row, verdict, asked, reads } }: { of: RowExplanation }) {
  const t = useTexts('rma');
  const side = useSide();
  return (
    <li className={`rule ${asked ? classes[verdict] : 'miss'}`} title={row.condition}>
      <span className="rule-sign" role="img" aria-label={t(asked ? `ruleVerdict.${verdict}` : 'ruleVerdict.notAsked')}>
        <Sign verdict={verdict} asked={asked} />
      </span>
      <span className="rule-label">
        {row.label[side]}
        {asked ? null : (
          <small className="faint"> {t(verdict === 'hit' ? 'ruleVerdict.hit' : 'ruleVerdict.notAsked')}</small>
        )}
        <Reads reads={reads} />
      </span>
      <span className="rule-basis">{row.basis}</span>
    </li>
  );
}

function Sign({ verdict, asked }: { verdict: RowExplanation['verdict']; asked: boolean }) {
  if (!asked) return <MinusCircleOutlined />;
  if (verdict === 'decided') return <CheckCircleFilled />;
  return verdict === 'unknown' ? <QuestionCircleFilled /> : <CloseCircleOutlined />;
}
