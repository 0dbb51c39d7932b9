import type { Verdict as RowVerdict } from '../../../domain/policy/explain.ts';
import type { Row } from './content.ts';
import type { Edit } from './use-draft-editing.ts';
import type { Wrong } from './verdict.ts';

export type MovedRow = { key: string; name: string };

export type RowTools = {
  toggle: (key: string) => void;
  move: (from: number, to: number, row: MovedRow) => void;
  drag: (row: (MovedRow & { at: number }) | null) => void;
  copy: (at: number, row: Row) => void;
  remove: (at: number, row: Row) => void;
};

export type RowProps = {
  rowKey: string;
  row: Row;
  at: number;
  count: number;
  open: boolean;
  expert: boolean;
  errors: readonly Wrong[];
  /** What the tried case makes of it. */
  mark: RowVerdict | null;
  dragged: boolean;
  readOnly: boolean;
  edit: Edit;
  tools: RowTools;
};
