import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CopyOutlined,
  DeleteOutlined,
  DownOutlined,
  HolderOutlined,
  RightOutlined,
} from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { type KeyboardEvent, memo } from 'react';
import type { Verdict as RowVerdict } from '../../../domain/policy/explain.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag, type Tone } from '../parts/tag.tsx';
import { ExpertField } from './expert-field.tsx';
import { withRow } from './row-edits.ts';
import { RowForm } from './row-form.tsx';
import type { RowProps } from './row-props.ts';
import { useProblemTexts } from './use-problem-texts.ts';
import { outcomeTones, useEffectTexts, useOutcomeText, useSentence, useSide } from './use-rule-words.ts';

/** One row: a sentence that opens into a form. */
export const RowItem = memo(function RowItem(props: RowProps) {
  const { rowKey, row, at, open, expert, errors, mark, dragged, readOnly, edit, tools } = props;
  const side = useSide();
  const classes = [
    'edit-row',
    open ? 'open' : '',
    errors.length > 0 ? 'wrong' : '',
    dragged ? 'dragged' : '',
    mark ?? '',
  ];
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || readOnly || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    tools.move(at, event.key === 'ArrowUp' ? at - 1 : at + 1, { key: rowKey, name: row.label[side] });
  };
  return (
    <li className={classes.filter(Boolean).join(' ')} data-row={rowKey} onKeyDown={onKeyDown}>
      <RowHead {...props} />
      {expert && !open ? (
        <ExpertField
          condition={row.condition}
          readOnly={readOnly}
          onChange={(condition) => edit((before) => withRow(before, at, { ...row, condition }), `${rowKey}/condition`)}
        />
      ) : null}
      <RowErrors errors={errors} row={row} open={open} expert={expert} />
      {open ? <RowForm {...props} /> : null}
    </li>
  );
});

const marks: Record<RowVerdict, Tone> = { decided: 'green', hit: 'blue', missed: 'grey', unknown: 'amber' };

function RowHead({ rowKey, row, at, count, open, expert, mark, readOnly, tools }: RowProps) {
  const t = useTexts('draft');
  const sentence = useSentence();
  const outcomeText = useOutcomeText();
  const effectTexts = useEffectTexts();
  const side = useSide();
  const name = row.label[side] || row.label.zh || t('row.unnamed');
  return (
    <div className="edit-row-head">
      {readOnly ? null : (
        <Tooltip title={t('row.move', { n: at + 1 })}>
          <button
            type="button"
            className="handle"
            draggable
            aria-label={t('row.move', { n: at + 1 })}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', name);
              tools.drag({ at, key: rowKey, name });
            }}
            onDragEnd={() => tools.drag(null)}
          >
            <HolderOutlined aria-hidden />
          </button>
        </Tooltip>
      )}
      <span className="number faint row-number">{at + 1}</span>
      <button
        type="button"
        className="edit-row-what"
        aria-expanded={open}
        title={t(open ? 'row.close' : 'row.edit')}
        onClick={() => tools.toggle(rowKey)}
      >
        <span className="edit-row-name">
          {open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />} <strong>{name}</strong>
          {mark && mark !== 'missed' ? <Tag tone={marks[mark]}>{t(`try.verdict.${mark}`)}</Tag> : null}
        </span>
        {expert && !open ? null : <span className="faint">{sentence(row.condition) || '—'}</span>}
      </button>
      <div className="edit-row-outcome">
        <Tag tone={outcomeTones[row.outcome.kind]}>{outcomeText(row.outcome)}</Tag>
        {effectTexts(row).map((text) => (
          <small key={text} className="faint">
            {text}
          </small>
        ))}
      </div>
      {readOnly ? null : <HeadTools rowKey={rowKey} row={row} at={at} count={count} tools={tools} />}
    </div>
  );
}

function HeadTools({ rowKey, row, at, count, tools }: Pick<RowProps, 'rowKey' | 'row' | 'at' | 'count' | 'tools'>) {
  const t = useTexts('draft');
  const side = useSide();
  const moving = { key: rowKey, name: row.label[side] };
  const buttons = [
    { key: 'up', icon: <ArrowUpOutlined />, disabled: at === 0, run: () => tools.move(at, at - 1, moving) },
    { key: 'down', icon: <ArrowDownOutlined />, disabled: at === count - 1, run: () => tools.move(at, at + 1, moving) },
    { key: 'copy', icon: <CopyOutlined />, disabled: false, run: () => tools.copy(at, row) },
    { key: 'remove', icon: <DeleteOutlined />, disabled: count === 1, run: () => tools.remove(at, row) },
  ] as const;
  return (
    <div className="edit-row-tools">
      {buttons.map(({ key, icon, disabled, run }) => (
        <Tooltip key={key} title={key === 'remove' && disabled ? t('row.lastOne') : t(`row.${key}`)}>
          <Button
            size="small"
            type="text"
            icon={icon}
            disabled={disabled}
            aria-label={t(`row.${key}`)}
            danger={key === 'remove'}
            onClick={run}
          />
        </Tooltip>
      ))}
    </div>
  );
}

/** Errors of the row as a whole, or of the field that is shut away in it. */
function RowErrors({ errors, row, open, expert }: Pick<RowProps, 'errors' | 'row' | 'open' | 'expert'>) {
  const text = useProblemTexts();
  // The text field under the row says itself what cannot be read in it.
  const saidBelow = expert || (open && row.condition.trim() !== '');
  const said = errors.filter(({ code }) => code !== 'condition_invalid' || !saidBelow);
  if (said.length === 0) return null;
  return (
    <ul className="row-errors">
      {said.map((error) => (
        <li key={`${error.code}/${error.field ?? ''}`} className="red">
          {text.error(error, row.condition)}
        </li>
      ))}
    </ul>
  );
}
