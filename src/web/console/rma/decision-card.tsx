import { CheckCircleFilled, CloseCircleOutlined, QuestionCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RmaView } from '../../../contract/returns.ts';
import type { HeldBack } from '../../../domain/policy/policy.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { useSession } from '../shell/session.tsx';
import { ApprovalNeeded } from '../team/approval-needed.tsx';

// The rule engine is loaded where a decision is looked at, and not with the queue.
const DecisionExplained = lazy(() => import('./decision-card-explained.tsx'));

type Decision = NonNullable<RmaView['decision']>;

/** Why it was decided so: the rule that hit, the rules that did not, and the facts they were asked about. */
export function DecisionCard({ rma }: { rma: RmaView }) {
  const t = useTexts('rma');
  const words = useWords();
  const [all, setAll] = useState(false);
  const { decision } = rma;
  if (!decision) return null;
  const missed = decision.rows.filter((row) => !row.hit && !row.missing);
  const shown = all ? decision.rows : decision.rows.filter((row) => row.hit || row.missing);
  const missing = decision.rows.flatMap((row) => row.missing ?? []);
  const suggested = suggestionIn(decision);
  const level = String(decision.outcome['level'] ?? '');
  const heldBack = reasonsToHold.find((reason) => reason === decision.outcome['because']);
  const toggle =
    missed.length > 0 ? (
      <Button type="link" size="small" className="flush" onClick={() => setAll(!all)}>
        {all ? t('hideMissed') : t('showMissed', { count: missed.length })}
      </Button>
    ) : null;
  return (
    <Panel title={t('decision')} tools={<Version of={decision} />} className="decision">
      <p className="decision-outcome">
        {t(`decided.${decision.outcome.kind}`)}
        {decision.outcome.kind === 'escalate' && (level === '1' || level === '2')
          ? ` · ${t(`escalateWho.${level}`)}`
          : ''}
      </p>
      <ApprovalNeeded rma={rma} />
      {missing.length > 0 ? (
        <p className="amber">{t('missingFact', { facts: missing.map((name) => words('fact', name)).join(' / ') })}</p>
      ) : null}
      {heldBack ? <p className="amber">{t(`heldBack.${heldBack}`)}</p> : null}
      {decision.ruleId === 'no_rule' ? <p className="amber">{t('noRule')}</p> : null}
      {suggested ? <p className="amber">{t('suggestion', { reason: words('rejectReason', suggested) })}</p> : null}
      <Suspense fallback={<Rules rows={shown} />}>
        <DecisionExplained decision={decision} all={all} toggle={toggle}>
          <Rules rows={shown} />
          {toggle}
        </DecisionExplained>
      </Suspense>
      <Facts rma={rma} decision={decision} />
    </Panel>
  );
}

const reasonsToHold = [
  'refund_without_return_off',
  'refund_without_return_above_limit',
  'refund_without_return_on_platform',
] as const satisfies readonly HeldBack[];

/** Which rules decided, as a way to them, and how long they took. */
function Version({ of: { policyVersion, engineMicros } }: { of: Decision }) {
  const t = useTexts('rma');
  const { may } = useSession();
  const name = t('rules', { version: policyVersion });
  return (
    <span className="faint">
      {may('policy:read') ? <Link to={`/policy/versions/${policyVersion}`}>{name}</Link> : name}
      {engineMicros === undefined ? null : ` · ${t('engineTime', { ms: (engineMicros / 1_000).toFixed(2) })}`}
    </span>
  );
}

const Rules = ({ rows }: { rows: Decision['rows'] }) => (
  <ol className="rules">
    {rows.map((row) => (
      <Rule key={row.ruleId} row={row} />
    ))}
  </ol>
);

function Rule({ row }: { row: Decision['rows'][number] }) {
  const t = useTexts('rma');
  const { i18n } = useTranslation();
  const verdict = row.hit ? 'hit' : row.missing ? 'undecidable' : 'miss';
  const sign = row.hit ? <CheckCircleFilled /> : row.missing ? <QuestionCircleFilled /> : <CloseCircleOutlined />;
  return (
    <li className={`rule ${verdict}`} title={row.condition}>
      <span className="rule-sign" role="img" aria-label={t(verdict)}>
        {sign}
      </span>
      <span className="rule-label">{i18n.language === 'en' ? row.label.en : row.label.zh}</span>
      <span className="rule-basis">{row.basis}</span>
    </li>
  );
}

/** Facts people weigh; the rest only repeats them. */
const weighed = [
  'amount',
  'approval_limit',
  'evidence_count',
  'is_shipped',
  'is_delivered',
  'window_open',
  'exclusions',
  'business_purchase',
] as const;

function Facts({ rma, decision }: { rma: RmaView; decision: Decision }) {
  const t = useTexts('rma');
  const shell = useTexts('shell');
  const words = useWords();
  const { currency } = rma.order.paid;
  const say = (name: string, value: unknown): string => {
    if (value === undefined) return '?';
    if (typeof value === 'boolean') return shell(value ? 'yes' : 'no');
    if (Array.isArray(value)) return value.map((code) => words('exclusion', String(code))).join(' / ') || shell('none');
    if (name === 'amount' || name === 'approval_limit') return formatMoney({ minor: String(value), currency });
    return String(value);
  };
  return (
    <dl className="fact-list" aria-label={t('facts')}>
      {weighed.map((name) => (
        <div key={name} className={decision.facts[name] === undefined ? 'amber' : ''}>
          <dt>{words('fact', name)}</dt>
          <dd>{say(name, decision.facts[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function suggestionIn(decision: Decision): string | null {
  const suggested = decision.outcome['suggestRejection'];
  if (typeof suggested !== 'object' || suggested === null || !('reasonCode' in suggested)) return null;
  return String(suggested.reasonCode);
}
