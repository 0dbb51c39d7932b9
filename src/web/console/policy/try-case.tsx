import { Alert } from 'antd';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { CasePicker } from './case-picker.tsx';
import type { Content } from './content.ts';
import { FactsEditor } from './facts-editor.tsx';
import { Flips } from './flips.tsx';
import { keysOf } from './row-edits.ts';
import { TriedRows } from './tried-rows.tsx';
import type { Tried } from './trying.ts';
import { outcomeTones, useOutcomeText, useSide } from './use-rule-words.ts';
import type { Trying } from './use-trying.ts';

type Props = { trying: Trying; content: Content; onRow: (key: string) => void };

/** A case beside the rules: what they make of it, and what would change that. */
export function TryCase({ trying, content, onRow }: Props) {
  const t = useTexts('draft');
  const { source, tried } = trying;
  return (
    <Panel title={t('try.title')} className="try">
      <CasePicker trying={trying} />
      {source && tried ? (
        <>
          <Answer trying={trying} tried={tried} content={content} onRow={onRow} />
          <Flips policy={tried.policy} facts={tried.facts} flips={tried.flips} />
          <TriedRows tried={tried} content={content} onRow={onRow} />
          <FactsEditor trying={trying} />
        </>
      ) : (
        <p className="faint">{t('try.blank')}</p>
      )}
    </Panel>
  );
}

function Answer({ trying, tried, content, onRow }: Props & { tried: Tried }) {
  const t = useTexts('draft');
  const outcomeText = useOutcomeText();
  const { source } = trying;
  const then = source?.kind === 'case' && trying.facts === trying.original ? source.one : null;
  const { outcome } = tried.decision;
  const now = outcomeText(outcome);
  return (
    <div className="try-answer" aria-live="polite">
      {then ? (
        <p className="faint">
          {t('try.wasDecided', { version: then.policyVersion, outcome: outcomeText(then.outcome) })}
        </p>
      ) : null}
      <p className="try-outcome">
        {t('try.now')} <Tag tone={outcomeTones[outcome.kind]}>{now}</Tag>
        {then ? (
          <span className={outcomeText(then.outcome) === now ? 'faint' : 'amber'}>
            {t(outcomeText(then.outcome) === now ? 'try.same' : 'try.different')}
          </span>
        ) : null}
      </p>
      <Decider tried={tried} content={content} onRow={onRow} />
      {outcome.kind === 'escalate' && outcome.because ? (
        <p className="amber">{t(`try.heldBack.${outcome.because}`)}</p>
      ) : null}
      {tried.skipped > 0 ? (
        <Alert type="warning" showIcon title={t('try.skipped', { count: tried.skipped })} className="above" />
      ) : null}
    </div>
  );
}

/** Which row decided, as a way to it. */
function Decider({ tried, content, onRow }: Pick<Props, 'content' | 'onRow'> & { tried: Tried }) {
  const t = useTexts('draft');
  const words = useWords();
  const side = useSide();
  const { ruleId, rows } = tried.decision;
  if (ruleId === 'no_rule') return <p>{t('try.noRule')}</p>;
  const last = rows.at(-1);
  const id = ruleId === 'missing_fact' ? last?.ruleId : ruleId;
  const at = content.rows.findIndex((row) => row.id === id);
  const row = content.rows[at];
  if (!row) return null;
  const facts = (last?.missing ?? []).map((name) => words('fact', name)).join(' / ');
  const values = { n: at + 1, name: row.label[side], facts };
  return (
    <button type="button" className="as-link" onClick={() => onRow(keysOf(content.rows)[at] ?? row.id)}>
      {t(ruleId === 'missing_fact' ? 'try.missingFact' : 'try.decidedBy', values)}
    </button>
  );
}
