import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import type { Content, Row } from './content.ts';
import { comings, type Difference, isSame, type RowChange, type RowPart, type TermField } from './difference.ts';
import { isListTerm, type ListTerm, useEntryTexts } from './use-entry-texts.ts';
import { useEffectTexts, useOutcomeText, useSentence, useSide } from './use-rule-words.ts';
import { useTermText } from './use-term-text.ts';

const tones: Record<RowChange['kind'], Tone> = { added: 'green', removed: 'red', moved: 'blue', changed: 'amber' };

type Props = { difference: Difference; before: Content; after: Content };

/** What becomes of one rule set by another, in words. */
export function DifferenceList({ difference, before, after }: Props) {
  const t = useTexts('policy');
  if (isSame(difference)) return <Blank title={t('difference.none')} hint={t('difference.noneHint')} />;
  return (
    <ul className="differences">
      {difference.terms.map((field) => (
        <TermChange key={field} field={field} before={before} after={after} />
      ))}
      {difference.rows.map((change) => (
        <ChangedRow key={`${change.kind}/${change.row.id}`} change={change} />
      ))}
    </ul>
  );
}

function TermChange({ field, before, after }: { field: TermField; before: Content; after: Content }) {
  const t = useTexts('policy');
  const text = useTermText();
  return (
    <li className="difference">
      <div className="difference-head">
        <Tag tone="amber">{t('difference.terms')}</Tag>
        <strong>{text.name(field)}</strong>
      </div>
      <TermWasNow field={field} before={before} after={after} />
    </li>
  );
}

function TermWasNow({ field, before, after }: { field: TermField; before: Content; after: Content }) {
  const text = useTermText();
  if (field === 'holidays') return <Holidays before={before.holidays} after={after.holidays} />;
  if (isListTerm(field)) return <Entries field={field} before={before} after={after} />;
  return <WasNow was={text.value(field, before)} now={text.value(field, after)} />;
}

function Entries({ field, before, after }: { field: ListTerm; before: Content; after: Content }) {
  const t = useTexts('policy');
  const texts = useEntryTexts();
  const { gone, come } = comings(texts(field, before), texts(field, after));
  if (gone.length === 0 && come.length === 0) return <span className="faint">{t('difference.reordered')}</span>;
  return (
    <ul className="was-now">
      {gone.map((entry, i) => (
        <li key={`gone/${i}`}>
          <del>{entry}</del>
        </li>
      ))}
      {come.map((entry, i) => (
        <li key={`come/${i}`}>
          <ins>{entry}</ins>
        </li>
      ))}
    </ul>
  );
}

function Holidays({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  const t = useTexts('policy');
  const added = after.filter((day) => !before.includes(day));
  const removed = before.filter((day) => !after.includes(day));
  return (
    <div className="was-now">
      {removed.length > 0 ? <del>{t('difference.holidaysRemoved', { days: removed.join(' ') })}</del> : null}
      {added.length > 0 ? <ins>{t('difference.holidaysAdded', { days: added.join(' ') })}</ins> : null}
    </div>
  );
}

function headOf(change: RowChange, t: ReturnType<typeof useTexts<'policy'>>): string {
  switch (change.kind) {
    case 'added':
      return t('difference.added', { to: change.to });
    case 'removed':
      return t('difference.removed', { from: change.from });
    case 'moved':
      return t('difference.moved', { from: change.from, to: change.to });
    case 'changed':
      return t(change.moved ? 'difference.changedMoved' : 'difference.changed', { from: change.from, to: change.to });
  }
}

function ChangedRow({ change }: { change: RowChange }) {
  const t = useTexts('policy');
  const sentence = useSentence();
  const outcome = useOutcomeText();
  const side = useSide();
  const { row } = change;
  return (
    <li className="difference">
      <div className="difference-head">
        <Tag tone={tones[change.kind]}>{headOf(change, t)}</Tag>
        <strong>{row.label[side]}</strong>
      </div>
      {change.kind === 'changed' ? (
        change.parts.map((part) => <PartChange key={part} part={part} before={change.before} after={row} />)
      ) : (
        <div className="faint">
          {sentence(row.condition)} → {outcome(row.outcome)}
        </div>
      )}
    </li>
  );
}

function PartChange({ part, before, after }: { part: RowPart; before: Row; after: Row }) {
  const t = useTexts('policy');
  const text = usePartText();
  return (
    <div className="part-change">
      <span className="faint">{t(`difference.part.${part}`)}</span>
      <WasNow was={text(part, before)} now={text(part, after)} />
    </div>
  );
}

function usePartText() {
  const t = useTexts('policy');
  const sentence = useSentence();
  const outcome = useOutcomeText();
  const effects = useEffectTexts();
  return (part: RowPart, row: Row): string => {
    switch (part) {
      case 'label':
        return `${row.label.zh} / ${row.label.en}`;
      case 'condition':
        return sentence(row.condition);
      case 'outcome':
        return [outcome(row.outcome), ...effects({ outcome: row.outcome })].join(' · ');
      case 'effects':
        return effects({ outcome: { kind: 'approve' }, effects: row.effects }).join(' · ') || t('difference.noEffects');
      case 'basis':
        return row.basis;
    }
  };
}

const WasNow = ({ was, now }: { was: string; now: string }) => (
  <div className="was-now">
    <del>{was}</del> <ins>{now}</ins>
  </div>
);
