import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { countAlerts, getAlert, listAlerts } from '../../../contract/alerts.ts';
import { listRefunds, overview } from '../../../contract/back-office.ts';
import { countDeadlines, listDeadlines, listLapses } from '../../../contract/deadlines.ts';
import { live, lookers } from '../../../contract/live.ts';
import { getThread } from '../../../contract/negotiation.ts';
import { countLanes, getRma, listRmas } from '../../../contract/returns.ts';

const looking = lookers.extend({ rmaId: z.string() });
/** Under which the people are kept who look at a return. */
export const lookersKey = (rmaId: string) => ['looking', rmaId];

const changed = z.object({ rmaIds: z.array(z.string()) });
/** Changes that come together are read once. */
const GATHER_MS = 600;

const touched = [
  listRmas.path,
  countLanes.path,
  overview.path,
  listRefunds.path,
  listDeadlines.path,
  countDeadlines.path,
  listLapses.path,
];

const alertPaths: readonly unknown[] = [listAlerts.path, countAlerts.path, getAlert.path];

function readAnew(queries: QueryClient, rmaIds: ReadonlySet<string>): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey: [path, params] }) => {
      if (typeof path !== 'string') return false;
      if (touched.includes(path)) return true;
      if ((path !== getRma.path && path !== getThread.path) || typeof params !== 'object' || params === null)
        return false;
      return 'rmaId' in params && typeof params.rmaId === 'string' && rmaIds.has(params.rmaId);
    },
  });
}

/** Listens to the server and reads again what it says has changed. True while connected. */
export function useLive(enabled: boolean): boolean {
  const queries = useQueryClient();
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    if (!enabled) return;
    const source = new EventSource(live.path);
    let gathered = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    source.addEventListener('hello', () => {
      setConnected(true);
      // What changed while we were cut off was told to nobody.
      if (wasLost) void queries.invalidateQueries();
      wasLost = false;
    });
    source.addEventListener('rmas', (event) => {
      const read = changed.safeParse(JSON.parse(event.data));
      if (!read.success) return;
      for (const id of read.data.rmaIds) gathered.add(id);
      timer ??= setTimeout(() => {
        readAnew(queries, gathered);
        gathered = new Set();
        timer = undefined;
      }, GATHER_MS);
    });
    let alertTimer: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('alerts', () => {
      alertTimer ??= setTimeout(() => {
        void queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => alertPaths.includes(path) });
        alertTimer = undefined;
      }, GATHER_MS);
    });
    source.addEventListener('looking', (event) => {
      const read = looking.safeParse(JSON.parse(event.data));
      if (read.success) queries.setQueryData(lookersKey(read.data.rmaId), { people: read.data.people });
    });
    source.addEventListener('error', () => {
      wasLost = true;
      setConnected(false);
    });
    return () => {
      source.close();
      clearTimeout(timer);
      clearTimeout(alertTimer);
    };
  }, [enabled, queries]);
  return connected;
}
