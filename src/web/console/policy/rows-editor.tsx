import { PlusOutlined } from '@ant-design/icons';
import { App, Button, Switch, Tooltip } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { copyOf, emptyRow, keysOf, moved, withNewRow, withoutRow, withRows } from './row-edits.ts';
import { RowItem } from './row-item.tsx';
import type { MovedRow, RowTools } from './row-props.ts';
import type { Editing } from './use-draft-editing.ts';
import type { OpenRows } from './use-open-rows.ts';
import { useSide } from './use-rule-words.ts';
import type { Trying } from './use-trying.ts';
import { byRow, type Verdict, type Wrong } from './verdict.ts';

type Props = {
  editing: Editing;
  verdict: Verdict | null;
  trying: Trying;
  open: OpenRows;
  expert: boolean;
  onExpert: (on: boolean) => void;
  readOnly: boolean;
};

const NONE: readonly Wrong[] = [];

/** The rows of a draft in the order they are asked: moved, opened, copied, deleted. */
export function RowsEditor({ editing, verdict, trying, open, expert, onExpert, readOnly }: Props) {
  const t = useTexts('draft');
  const { content } = editing;
  const { rows } = content;
  const keys = keysOf(rows);
  const errors = useMemo(() => byRow(verdict?.errors ?? []), [verdict]);
  const { tools, announced, dragged, dropOn } = useRowTools(editing, open);
  const add = () => {
    const id = newRowId();
    editing.edit((before) => withNewRow(before, before.rows.length, emptyRow(id)));
    open.reveal(id, 'label.zh');
  };
  return (
    <Panel
      title={t('rules')}
      tools={
        <Tooltip title={t('expertHint')}>
          <span className="expert-switch">
            <Switch size="small" checked={expert} onChange={onExpert} aria-label={t('expert')} /> {t('expert')}
          </span>
        </Tooltip>
      }
      className="rows-panel"
    >
      <p className="sr-only" aria-live="assertive">
        {announced}
      </p>
      <ol
        className={`rows${dragged ? ' dragging' : ''}`}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          const row = event.target instanceof Element ? event.target.closest('[data-row]') : null;
          const at = row ? keys.indexOf(row.getAttribute('data-row') ?? '') : -1;
          if (at >= 0) dropOn(at);
        }}
      >
        {rows.map((row, i) => (
          <RowItem
            key={keys[i]}
            rowKey={keys[i] ?? row.id}
            row={row}
            at={i}
            count={rows.length}
            open={open.isOpen(keys[i] ?? row.id)}
            expert={expert}
            errors={errors.get(i) ?? NONE}
            mark={trying.verdicts?.[i] ?? null}
            dragged={dragged?.at === i}
            readOnly={readOnly}
            edit={editing.edit}
            tools={tools}
          />
        ))}
      </ol>
      {readOnly ? null : (
        <Button type="dashed" block icon={<PlusOutlined />} onClick={add}>
          {t('addRow')}
        </Button>
      )}
    </Panel>
  );
}

const LONGEST_NAME = 200;
const newRowId = (): string => `rule-${newIdempotencyKey().slice(0, 8)}`;

/** What can be done to a row as a whole. The functions stay the same, so that typing in one row draws only that row. */
function useRowTools({ edit, undo }: Editing, { reveal, toggle }: OpenRows) {
  const t = useTexts('draft');
  const side = useSide();
  const { message } = App.useApp();
  const { i18n } = useTranslation();
  const [announced, setAnnounced] = useState('');
  const [dragged, setDragged] = useState<(MovedRow & { at: number }) | null>(null);
  const nameOf = useCallback((label: { zh: string; en: string }) => label[side] || t('row.unnamed'), [side, t]);
  const move = useCallback(
    (from: number, to: number, row: MovedRow) => {
      edit((before) =>
        to < 0 || to >= before.rows.length || to === from ? before : withRows(before, moved(before.rows, from, to)),
      );
      setAnnounced(t('row.moved', { name: row.name, n: to + 1 }));
      setTimeout(() => keepFocus(row.key));
    },
    [edit, t],
  );
  const tools: RowTools = useMemo(
    () => ({
      toggle,
      move,
      drag: setDragged,
      copy: (at, row) => {
        const id = newRowId();
        const label = {
          zh: i18n.t('row.copyOf', { ns: 'draft', lng: 'zh-CN', name: row.label.zh }).slice(0, LONGEST_NAME),
          en: i18n.t('row.copyOf', { ns: 'draft', lng: 'en', name: row.label.en }).slice(0, LONGEST_NAME),
        };
        edit((before) => withNewRow(before, at + 1, copyOf(row, id, label)));
        reveal(id, 'label.zh');
      },
      remove: (at, row) => {
        edit((before) => withoutRow(before, at));
        message.open({
          type: 'info',
          duration: 6,
          content: (
            <>
              {t('removedRow', { name: nameOf(row.label) })}{' '}
              <Button type="link" size="small" onClick={undo}>
                {t('undo')}
              </Button>
            </>
          ),
        });
      },
    }),
    [toggle, move, edit, reveal, message, undo, nameOf, t, i18n],
  );
  const dropOn = (at: number) => {
    if (dragged) move(dragged.at, at, dragged);
    setDragged(null);
  };
  return { tools, announced, dragged, dropOn };
}

/** A row that is moved in the page loses the focus; whoever moves it by keys wants to go on. */
function keepFocus(key: string): void {
  if (document.activeElement !== document.body) return;
  const handle = document.querySelector(`[data-row="${CSS.escape(key)}"] .handle`);
  if (handle instanceof HTMLElement) handle.focus();
}
