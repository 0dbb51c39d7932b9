import { useTranslation } from 'react-i18next';
import { currentPolicy } from '../../../contract/back-office.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
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

const tones: Record<string, Tone> = { approve: 'green', ask_evidence: 'blue', escalate: 'amber' };

function Sentence({ row, n, most }: { row: Row; n: number; most: number }) {
  const t = useTexts('policy');
  const words = useWords();
  const { i18n } = useTranslation();
  const sentence = conditionInWords(row.condition, {
    and: t('and'),
    or: t('or'),
    gap: i18n.language === 'en' ? ' ' : '',
    not: (name) => words('notFact', name),
    is: t('is'),
    above: t('above'),
    none: (name) => words('notFact', name),
    some: t('some'),
    within: t('within'),
    fact: (name) => words('fact', name),
    code: (code) => (words('resolution', code) === code ? words('exclusion', code) : words('resolution', code)),
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
