import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { type Dispatch, type SetStateAction, useCallback, useState } from 'react';
import { getDraft, listDrafts, saveDraft } from '../../../contract/policy.ts';
import { call, problemOf, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { canSave } from './can-save.ts';
import type { Content } from './content.ts';
import { begin, edited, type History, redone, undone } from './history.ts';

export type Draft = ReplyOf<typeof getDraft>;
export type Edited = { name: string; content: Content };
/** Changes the content; edits with the same tag in a row are one step back. */
export type Edit = (change: (content: Content) => Content, tag?: string) => void;

const partsOf = ({ name, content }: Draft): Edited => ({ name, content });

/** What is being edited, what is saved, and what somebody else saved meanwhile. */
export function useDraftEditing(loaded: Draft) {
  const t = useTexts('draft');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const [base, setBase] = useState(loaded);
  const [saved, setSaved] = useState<Edited>(() => partsOf(loaded));
  const [history, setHistory] = useState<History<Edited>>(() => begin(saved));
  const [theirs, setTheirs] = useState<Draft | null>(null);
  const dirty = history.now !== saved;

  const adopt = useCallback((draft: Draft) => {
    const parts = partsOf(draft);
    setBase(draft);
    setSaved(parts);
    setHistory(begin(parts));
    setTheirs(null);
  }, []);
  // Somebody else's revision came in while nothing of ours was waiting: there is nothing to lose by showing it.
  if (loaded.revision > base.revision && !dirty) adopt(loaded);

  const steps = useSteps(setHistory);

  const act = useAct(saveDraft, {
    onRefused: (error) => {
      if (problemOf(error).rejection?.code !== 'draft_changed') return showProblem(error);
      call(getDraft, { params: { draftId: loaded.id } }).then(setTheirs, showProblem);
    },
  });
  const save = async (): Promise<boolean> => {
    const sent = history.now;
    const input = { params: { draftId: loaded.id }, body: { revision: base.revision, ...sent } };
    const answer = await act.mutateAsync(input).catch(() => null);
    if (!answer) return false;
    setBase(answer);
    setSaved(sent);
    queries.setQueryData([getDraft.path, { draftId: loaded.id }, null], answer);
    void queries.invalidateQueries({ queryKey: [listDrafts.path] });
    message.success(t('saved'));
    return true;
  };
  return {
    base,
    name: history.now.name,
    content: history.now.content,
    dirty,
    /** Waits for nobody: they saved while ours is not saved yet. */
    newer: dirty && loaded.revision > base.revision ? loaded : null,
    theirs,
    saving: act.isPending,
    canSave: canSave({ dirty, saving: act.isPending, name: history.now.name }),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    ...steps,
    save,
    adopt,
    forgetTheirs: () => setTheirs(null),
    showTheirs: setTheirs,
  };
}

/** Edits and the ways back and forth. The functions stay the same while one edits. */
function useSteps(setHistory: Dispatch<SetStateAction<History<Edited>>>) {
  const edit: Edit = useCallback(
    (change, tag) =>
      setHistory((before) => {
        const content = change(before.now.content);
        return content === before.now.content ? before : edited(before, { ...before.now, content }, tag ?? null);
      }),
    [setHistory],
  );
  const rename = useCallback(
    (name: string) => setHistory((before) => edited(before, { ...before.now, name }, 'name')),
    [setHistory],
  );
  const undo = useCallback(() => setHistory(undone), [setHistory]);
  const redo = useCallback(() => setHistory(redone), [setHistory]);
  return { edit, rename, undo, redo };
}

export type Editing = ReturnType<typeof useDraftEditing>;
