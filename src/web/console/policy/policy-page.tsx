import { useTranslation } from 'react-i18next';
import { currentPolicy } from '../../../contract/back-office.ts';
import { formatDecimal, money } from '../../../domain/money.ts';
import { entryOf, type FactName } from '../../../domain/policy/fact-catalogue.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts, useWords, type WordGroup } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Money } from '../parts/money.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { useRead } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { conditionInWords } from './condition-in-words.ts';

type Policy = ReplyOf<typeof currentPolicy>;
type Row = Policy['rows'][number];

/** The live rules as sentences, in the order they are asked. */
export default function PolicyPage() {
  const t = useTexts('policy');
  const answer = useRead(currentPolicy, {});
  return (
    <Page
      title={t('title')}
      note={
        answer.data ? (
          <>
            {t('note')} · {t('version', { version: answer.data.version })} <When at={answer.data.publishedAt} />
          </>
        ) : (
          t('note')
        )
      }
    >
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting rows={10} /> : null}
      {answer.data ? <Rules policy={answer.data} /> : null}
    </Page>
  );
}

function Rules({ policy }: { policy: Policy }) {
  const t = useTexts('policy');
  return (
    <>
      <dl className="terms">
        <div>
          <dt>{t('window')}</dt>
          <dd>{t('days', { count: policy.windowDays })}</dd>
        </div>
        <div>
          <dt>{t('approvalLimit')}</dt>
          <dd>
            <Money of={policy.approvalLimit} />
          </dd>
        </div>
        <div>
          <dt>{t('autoRefundLimit')}</dt>
          <dd>{policy.autoRefundLimit ? <Money of={policy.autoRefundLimit} /> : t('never')}</dd>
        </div>
      </dl>
      <Panel>
        <table className="rule-table">
          <thead>
            <tr>
              <th scope="col">{t('order')}</th>
              <th scope="col">{t('when')}</th>
              <th scope="col">{t('outcomeIs')}</th>
              <th scope="col">{t('basis')}</th>
              <th scope="col" className="right">
                {t('hits')}
              </th>
            </tr>
          </thead>
          <tbody>
            {policy.rows.map((row, i) => (
              <Sentence key={row.id} row={row} n={i + 1} most={Math.max(1, ...policy.rows.map((r) => r.hits30Days))} />
            ))}
            <tr className="faint">
              <td />
              <td>{t('otherwise')}</td>
              <td>
                <Tag tone="amber">{t('outcome.escalate')}</Tag>
              </td>
              <td />
              <td />
            </tr>
          </tbody>
        </table>
      </Panel>
    </>
  );
}

const tones: Record<string, Tone> = {
  approve: 'green',
  refund_without_return: 'green',
  ask_evidence: 'blue',
  escalate: 'amber',
};

/** Whose words the values of a fact are. */
const groupOf: Partial<Record<FactName, WordGroup>> = {
  resolution: 'resolution',
  reason: 'reason',
  fault: 'fault',
  exclusions: 'exclusion',
  confirmed_exclusions: 'exclusion',
  unconfirmed_exclusions: 'exclusion',
  goods_classes: 'goodsClass',
  channel: 'channel',
  payment_methods: 'method',
  discount_funders: 'funder',
};

function valueInWords(name: FactName, value: bigint | string, words: ReturnType<typeof useWords>): string {
  const group = groupOf[name];
  if (typeof value === 'string') return group ? words(group, value) : value;
  return entryOf(name).unit === 'minor' ? formatDecimal(money(value, 'CNY')) : value.toString();
}

function Sentence({ row, n, most }: { row: Row; n: number; most: number }) {
  const t = useTexts('policy');
  const words = useWords();
  const { i18n } = useTranslation();
  const said = (group: 'notFact', name: string): string | undefined => {
    const word = words(group, name);
    return word === name ? undefined : word;
  };
  const sentence = conditionInWords(row.condition, {
    and: t('and'),
    gap: i18n.language === 'en' ? ' ' : '',
    not: (name) => said('notFact', name) ?? t('not', { fact: words('fact', name) }),
    is: t('is'),
    isNot: t('isNot'),
    above: t('above'),
    atLeast: t('atLeast'),
    below: t('below'),
    atMost: t('atMost'),
    none: (name) => said('notFact', name) ?? t('none', { fact: words('fact', name) }),
    some: t('some'),
    within: t('within'),
    notWithin: t('notWithin'),
    fact: (name) => words('fact', name),
    value: (name, value) => valueInWords(name, value, words),
  });
  return (
    <tr>
      <td className="number faint">{n}</td>
      <td>
        <strong>{i18n.language === 'en' ? row.label.en : row.label.zh}</strong>
        <div className="faint" title={row.condition}>
          {sentence}
        </div>
      </td>
      <td>
        <Tag tone={tones[row.outcome.kind] ?? 'grey'}>{outcomeText(row, t)}</Tag>
        {suggestionOf(row) ? (
          <div className="faint">{t('outcome.suggest', { reason: words('rejectReason', suggestionOf(row)) })}</div>
        ) : null}
      </td>
      <td className="faint">{row.basis}</td>
      <td className="right hits">
        <span className="number">{formatCount(row.hits30Days)}</span>
        <span className="hits-bar" aria-hidden>
          <span style={{ inlineSize: `${(row.hits30Days / most) * 100}%` }} />
        </span>
      </td>
    </tr>
  );
}

function outcomeText(row: Row, t: ReturnType<typeof useTexts<'policy'>>): string {
  switch (row.outcome.kind) {
    case 'approve':
      return t('outcome.approve');
    case 'ask_evidence':
      return t('outcome.ask_evidence');
    case 'refund_without_return':
      return t('outcome.refund_without_return');
    default:
      if (row.outcome['level'] === 1) return t('outcome.escalate1');
      return t(row.outcome['level'] === 2 ? 'outcome.escalate2' : 'outcome.escalate');
  }
}

function suggestionOf(row: Row): string {
  const suggested = row.outcome['suggestRejection'];
  if (typeof suggested !== 'object' || suggested === null || !('reasonCode' in suggested)) return '';
  return String(suggested.reasonCode);
}
