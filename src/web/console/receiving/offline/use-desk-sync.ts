import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect } from 'react';
import { listConflicts } from '../../../../contract/receiving.ts';
import { getRma } from '../../../../contract/returns.ts';
import { useTexts } from '../../locales/texts.ts';
import type { Session } from '../../shell/session.tsx';
import { installWorker } from './install-worker.ts';
import { ownerOf } from './owner.ts';
import { startSync, watchNews } from './sync.ts';

/** Sends what waits on this device wherever somebody is in the console, and says what came of it. */
export function useDeskSync(session: Session): void {
  const t = useTexts('handheld');
  const { notification } = App.useApp();
  const queries = useQueryClient();
  const owner = session.may('goods:receive') ? ownerOf(session) : null;
  useEffect(() => {
    if (owner === null) return undefined;
    installWorker();
    return startSync(owner);
  }, [owner]);
  useEffect(
    () =>
      watchNews(({ merged, conflicts }) => {
        void queries.invalidateQueries({ queryKey: [getRma.path] });
        void queries.invalidateQueries({ queryKey: [listConflicts.path] });
        if (conflicts > 0) {
          notification.warning({
            title: t('someConflicts', { count: conflicts }),
            description: t('conflictsHint'),
            duration: 10,
          });
        } else notification.success({ title: t('merged', { count: merged }), duration: 4 });
      }),
    [t, notification, queries],
  );
}
