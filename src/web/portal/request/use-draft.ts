import { useCallback, useSyncExternalStore } from 'react';
import { keep, readKept } from '../kept.ts';
import { randomDigits } from '../random.ts';
import { changed, type Draft, type DraftChange, draft as draftShape, newDraft } from './draft.ts';

const listeners = new Set<() => void>();
let current: Draft | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function writeDraft(next: Draft | null): void {
  current = next;
  keep('draft', next);
  for (const each of listeners) each();
}

/** The draft of this order: what the tab has kept, or a new one. A draft of another order is dropped. */
function draftFor(orderNumber: string): Draft {
  current ??= readKept('draft', draftShape);
  if (current?.orderNumber !== orderNumber) current = newDraft(orderNumber, randomDigits());
  return current;
}

/** The request being filled in. All screens see the same one. */
export function useDraft(orderNumber: string) {
  const draft = useSyncExternalStore(subscribe, () => draftFor(orderNumber));
  // Always from the latest: an upload that ends later must not undo what was written meanwhile.
  const change = useCallback((by: DraftChange) => writeDraft(changed(draftFor(orderNumber), by)), [orderNumber]);
  const startOver = useCallback(() => writeDraft(newDraft(orderNumber, randomDigits())), [orderNumber]);
  return { draft, change, startOver };
}

export type DraftInHand = ReturnType<typeof useDraft>;
