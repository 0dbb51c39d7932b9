import { Button } from 'antd';
import type { ReactNode } from 'react';

type Props = {
  selected: string;
  note?: string;
  cancelText: string;
  onCancel: () => void;
  children: ReactNode;
};

/** What can be done to the rows that are picked. */
export function BulkToolbar({ selected, note, cancelText, onCancel, children }: Props) {
  return (
    <div className="bulk" role="toolbar" aria-label={selected}>
      <strong>{selected}</strong>
      {note === undefined ? null : <span className="faint">{note}</span>}
      <span className="filters-space" />
      {children}
      <Button size="small" type="text" onClick={onCancel}>
        {cancelText}
      </Button>
    </div>
  );
}
