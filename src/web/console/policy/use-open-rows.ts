import { useCallback, useState } from 'react';

export type OpenRows = {
  isOpen: (key: string) => boolean;
  toggle: (key: string) => void;
  /** Opens the row and brings the field of it, or the row, into view with the focus on it. */
  reveal: (key: string, field?: string) => void;
};

const fieldsWithin = 'input, textarea, button, [tabindex="0"]';

function focusOn(key: string, field: string | undefined): void {
  const row = document.querySelector(`[data-row="${CSS.escape(key)}"]`);
  focusIn((field ? row?.querySelector(`[data-field="${CSS.escape(field)}"]`) : null) ?? row);
}

/** Which rows stand open for editing. */
export function useOpenRows(): OpenRows {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (key: string) =>
      setOpen((before) => {
        const next = new Set(before);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    [],
  );
  const reveal = useCallback((key: string, field?: string) => {
    setOpen((before) => new Set(before).add(key));
    // Once the row has been drawn open, its field is there.
    setTimeout(() => focusOn(key, field), 60);
  }, []);
  return { isOpen: (key) => open.has(key), toggle, reveal };
}

/** Brings a field of the terms, or an entry of one, into view. */
export function revealTerm(place: string): void {
  const found = document.querySelector(`[data-term="${CSS.escape(place)}"]`);
  const folded = found?.closest('details');
  if (folded) folded.open = true;
  focusIn(found);
}

function focusIn(place: Element | null | undefined): void {
  place?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  const target = place?.querySelector(fieldsWithin);
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}
