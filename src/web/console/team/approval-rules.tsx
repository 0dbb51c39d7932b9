import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { currentPolicy } from '../../../contract/policy.ts';
import { approvalRules, setApprovalRules } from '../../../contract/team.ts';
import { type Money, parseDecimal } from '../../../domain/money.ts';
import { levels } from '../../../domain/people/levels.ts';
import { resolutions } from '../../../domain/policy/reasons.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

type Answer = ReplyOf<typeof approvalRules>;
type Rule = NonNullable<Answer['rules']>[number];
/** As it is typed: an amount may be unfinished. */
type Draft = Omit<Rule, 'over'> & { key: number; over: string };

/** What is typed, where it is an amount. */
function amountIn(typed: string, currency: string): Money | undefined {
  const amount = parseDecimal(typed, currency);
  return amount && amount.minor >= 0n ? amount : undefined;
}

/** From which amount on which level must approve, and where two people must. */
export function ApprovalRules() {
  const t = useTexts('team');
  const { may } = useSession();
  const answer = useRead(approvalRules, {});
  const candidate = useRead(currentPolicy, {}).data?.release.rollOut?.candidate;
  return (
    <Panel title={t('approvals')}>
      <p className="faint">{t('approvalsNote')}</p>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting rows={3} /> : null}
      {candidate !== undefined && may('member:manage') ? (
        <Alert
          className="above"
          type="info"
          showIcon
          title={t('rollOutUnderWay', { candidate })}
          action={<Link to="/policy">{t('toRollOut')}</Link>}
        />
      ) : null}
      {answer.data && may('member:manage') ? (
        <Editor key={answer.data.version} of={answer.data} blocked={candidate !== undefined} />
      ) : null}
      {answer.data && !may('member:manage') ? <Shown of={answer.data} /> : null}
    </Panel>
  );
}

function Shown({ of }: { of: Answer }) {
  const t = useTexts('team');
  const words = useWords();
  if (!of.rules) return <p>{t('approvalsOff')}</p>;
  if (of.rules.length === 0) return <p>{t('noRules')}</p>;
  return (
    <ul className="approval-rules">
      {of.rules.map((rule, i) => (
        <li key={i}>
          {t('over')} {formatMoney(rule.over)} · {rule.resolution ? words('resolution', rule.resolution) : t('anyKind')}{' '}
          → {t('levelN', { level: rule.level })}
          {rule.fourEyes ? ` · ${t('fourEyes')}` : ''}
        </li>
      ))}
    </ul>
  );
}

const drafted = (rules: readonly Rule[]): Draft[] =>
  rules.map((rule, key) => ({ ...rule, key, over: formatMoney(rule.over).replace(/[^\d.]/g, '') }));

/** Publishes the live rules anew with these approvals, or none. */
function usePublish(of: Answer) {
  const t = useTexts('team');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const save = useAct(setApprovalRules, {
    onRefused: (error) => {
      showProblem(error);
      void queries.invalidateQueries({ queryKey: [currentPolicy.path] });
    },
    onDone: ({ version }) => {
      message.success(t('published', { version }));
      for (const path of [approvalRules.path, currentPolicy.path]) {
        void queries.invalidateQueries({ queryKey: [path] });
      }
    },
  });
  const publish = (next: readonly Draft[] | null) => {
    const sent = next?.flatMap(({ key: _, over, resolution, ...rule }) => {
      const amount = amountIn(over, of.currency);
      const kind = resolution ? { resolution } : {};
      return amount ? [{ ...rule, ...kind, over: { minor: String(amount.minor), currency: of.currency } }] : [];
    });
    return save.mutateAsync({ body: { version: of.version, rules: sent ?? null } }).catch(() => undefined);
  };
  return { publish, publishing: save.isPending };
}

function Editor({ of, blocked }: { of: Answer; blocked: boolean }) {
  const t = useTexts('team');
  const { modal } = App.useApp();
  const { publish, publishing } = usePublish(of);
  const [rules, setRules] = useState<Draft[]>(drafted(of.rules ?? []));
  if (!of.rules) {
    return (
      <>
        <p>{t('approvalsOff')}</p>
        <Button disabled={blocked} loading={publishing} onClick={() => publish([])}>
          {t('turnOn')}
        </Button>
      </>
    );
  }
  const change = (key: number, facts: Partial<Draft>) =>
    setRules(rules.map((rule) => (rule.key === key ? { ...rule, ...facts } : rule)));
  const next = Math.max(-1, ...rules.map(({ key }) => key)) + 1;
  const unfinished = rules.some(({ over }) => !amountIn(over, of.currency));
  return (
    <div className="approval-rules">
      {rules.length === 0 ? <p className="faint">{t('noRules')}</p> : null}
      {rules.map((rule) => (
        <RuleField
          key={rule.key}
          rule={rule}
          wrong={rule.over !== '' && !amountIn(rule.over, of.currency)}
          onChange={(facts) => change(rule.key, facts)}
          onRemove={() => setRules(rules.filter(({ key }) => key !== rule.key))}
        />
      ))}
      <div className="approval-rule">
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => setRules([...rules, { key: next, over: '', level: 2, fourEyes: false }])}
        >
          {t('addRule')}
        </Button>
        <span className="filters-space" />
        <Button disabled={blocked} onClick={() => modal.confirm({ title: t('turnOffAsk'), onOk: () => publish(null) })}>
          {t('turnOff')}
        </Button>
        <Button type="primary" disabled={unfinished || blocked} loading={publishing} onClick={() => publish(rules)}>
          {t('publish')}
        </Button>
      </div>
    </div>
  );
}

type FieldProps = {
  rule: Draft;
  wrong: boolean;
  onChange: (facts: Partial<Draft>) => void;
  onRemove: () => void;
};

function RuleField({ rule, wrong, onChange, onRemove }: FieldProps) {
  const t = useTexts('team');
  const words = useWords();
  return (
    <div className="approval-rule">
      <span>{t('over')}</span>
      <Input
        value={rule.over}
        prefix="¥"
        inputMode="decimal"
        status={wrong ? 'error' : ''}
        aria-label={t('over')}
        title={wrong ? t('notMoney') : ''}
        onChange={(event) => onChange({ over: event.target.value.trim() })}
      />
      <Select
        aria-label={t('kind')}
        popupMatchSelectWidth={false}
        value={rule.resolution ?? ''}
        options={[
          { value: '', label: t('anyKind') },
          ...resolutions.map((code) => ({ value: code, label: words('resolution', code) })),
        ]}
        onChange={(kind) => onChange({ resolution: resolutions.find((code) => code === kind) })}
      />
      <span>{t('needs')}</span>
      <Select
        aria-label={t('level')}
        value={rule.level}
        options={levels.map((level) => ({ value: level, label: t('levelN', { level }) }))}
        onChange={(level) => onChange({ level })}
      />
      <Checkbox checked={rule.fourEyes} onChange={(event) => onChange({ fourEyes: event.target.checked })}>
        {t('fourEyes')}
      </Checkbox>
      <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('removeRule')} onClick={onRemove} />
    </div>
  );
}
