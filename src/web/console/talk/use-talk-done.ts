import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback } from 'react';
import { getThread } from '../../../contract/negotiation.ts';
import { countLanes, getRma, listRmas, type RmaView } from '../../../contract/returns.ts';

/** After an act on the talk: the new state at once, the thread and the lanes anew, and a word that it is done. */
export function useTalkDone() {
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useCallback(
    (rma: RmaView, said: string) => {
      queries.setQueryData([getRma.path, { rmaId: rma.id }, null], rma);
      for (const path of [getThread.path, listRmas.path, countLanes.path]) {
        void queries.invalidateQueries({ queryKey: [path] });
      }
      message.success(said);
    },
    [message, queries],
  );
}
