import { DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { levels } from '../../../domain/people/levels.ts';
import { useTexts } from '../locales/texts.ts';
import type { ListTerm } from './use-entry-texts.ts';
import { useProblemTexts } from './use-problem-texts.ts';
import { termOf, type Wrong } from './verdict.ts';

/** What is wrong with one entry of a term. */
export type WrongAt = (entry: number | string) => Wrong | undefined;

export const wrongIn = (errors: readonly Wrong[], field: ListTerm): Wrong[] =>
  errors.filter((error) => error.row === undefined && termOf(error).term === field);
export const wrongAt =
  (errors: readonly Wrong[], field: ListTerm): WrongAt =>
  (entry) =>
    wrongIn(errors, field).find((error) => termOf(error).entry === entry);

type FoldProps = { field: ListTerm; title: string; gist: string; note: string; wrong: boolean; children: ReactNode };

/** A term that is a list: folded up to its gist, open where something in it is wrong. */
export function Fold({ field, title, gist, note, wrong, children }: FoldProps) {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="entries"
      data-term={field}
      open={open || wrong}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        <strong>{title}</strong> <span className="faint">{gist}</span>
      </summary>
      <p className="faint">{note}</p>
      {children}
    </details>
  );
}

type EntryProps = {
  /** `approvals/1`: where an error leads to. */
  place: string;
  wrong: Wrong | undefined;
  onRemove: () => void;
  children: ReactNode;
};

export function Entry({ place, wrong, onRemove, children }: EntryProps) {
  const t = useTexts('draft');
  const text = useProblemTexts();
  return (
    <li className={`entry${wrong ? ' wrong' : ''}`} data-term={place}>
      {children}
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t('entry.remove')}
        title={t('entry.remove')}
        onClick={onRemove}
      />
      {wrong ? <small className="red">{text.error(wrong)}</small> : null}
    </li>
  );
}

type LevelProps = { level: number; wrong: boolean; onChange: (level: number) => void };

export function LevelSelect({ level, wrong, onChange }: LevelProps) {
  const t = useTexts('draft');
  return (
    <Select<number>
      aria-label={t('row.level')}
      status={wrong ? 'error' : ''}
      popupMatchSelectWidth={false}
      value={level}
      options={levels.map((n) => ({ value: n, label: t('row.levelN', { n }) }))}
      onChange={onChange}
    />
  );
}
