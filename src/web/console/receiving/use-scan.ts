import { useCallback, useEffect, useRef, useState } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { findByWaybill } from '../../../contract/warehouse.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import type { ScanRecord } from './last-scans.tsx';
import { newestOnly } from './newest-only.ts';
import { keptOf } from './offline/kept-return.ts';
import { keepNewer, returnsByCode } from './offline/local-store.ts';
import { isLost } from './offline/road.ts';
import { unsentNow, watchNews } from './offline/sync.ts';
import { beep } from './sound.ts';

const KEPT_SCANS = 10;
type Answer = ReplyOf<typeof findByWaybill>;

/** Looks up what was scanned, says by ear whether it is known, and remembers the last ten. */
export function useScan(code: string | undefined, owner: string) {
  const [found, setFound] = useState<{ code: string; answer: Answer; isLocal: boolean }>();
  const [failed, setFailed] = useState<{ code: string; error: unknown }>();
  const asked = useRef(newestOnly());
  const [busy, setBusy] = useState(false);
  const [scans, setScans] = useState<readonly ScanRecord[]>([]);

  const look = useCallback(
    (scanned: string, quiet = false) => {
      const record = (outcome: ScanRecord['outcome'], count: number) =>
        setScans((before) => {
          const others = before.filter((scan) => scan.code !== scanned);
          return [{ code: scanned, outcome, count, at: now() }, ...others].slice(0, KEPT_SCANS);
        });
      const isNewest = asked.current();
      setBusy(true);
      setFailed(undefined);
      lookUp(scanned, owner)
        .then((next) => {
          if (!isNewest()) return;
          const count = next.answer.rmas.length;
          if (!quiet) beep(count > 0 ? 'found' : 'error');
          setFound({ code: scanned, ...next });
          record(count > 0 ? 'found' : 'nothing', count);
        })
        .catch((error: unknown) => {
          if (!isNewest()) return;
          beep('error');
          setFound(undefined);
          setFailed({ code: scanned, error });
          record('failed', 0);
        })
        .finally(() => {
          if (isNewest()) setBusy(false);
        });
    },
    [owner],
  );
  useEffect(() => {
    if (!code) return undefined;
    look(code);
    // What was foreseen here is read anew once the server has heard of it.
    return watchNews(() => look(code, true));
  }, [code, look]);

  const replace = (rma: RmaView) =>
    setFound(
      (before) =>
        before && {
          ...before,
          answer: { ...before.answer, rmas: before.answer.rmas.map((old) => (old.id === rma.id ? rma : old)) },
        },
    );
  // An answer is shown under the code it answers, and under no other.
  const answered = found?.code === code ? found : undefined;
  const failure = failed?.code === code ? failed?.error : undefined;
  return { answer: answered?.answer, isLocal: answered?.isLocal ?? false, failure, busy, scans, look, replace };
}

/** At the server, or on the device where that cannot be reached or has not heard of the latest steps. */
async function lookUp(code: string, owner: string): Promise<{ answer: Answer; isLocal: boolean }> {
  if (navigator.onLine) {
    try {
      const answer = await call(findByWaybill, { params: { waybill: code } });
      const ahead = new Set(unsentNow().mine.map(({ rmaId }) => rmaId));
      if (!answer.rmas.some(({ id }) => ahead.has(id))) {
        await keepNewer(answer.rmas.map((rma) => keptOf(owner, rma))).catch(() => undefined);
        return { answer, isLocal: false };
      }
      const kept = new Map((await returnsByCode(owner, code.toUpperCase())).map((rma) => [rma.id, rma]));
      // Of a return on which steps wait here, the device knows its goods better, and the server all else.
      const rmas = answer.rmas.map((rma) =>
        ahead.has(rma.id) ? { ...rma, lines: kept.get(rma.id)?.lines ?? rma.lines } : rma,
      );
      return { answer: { ...answer, rmas }, isLocal: false };
    } catch (error) {
      if (!isLost(error)) throw error;
    }
  }
  const scanned = code.trim().toUpperCase();
  const rmas = await returnsByCode(owner, scanned);
  const parcel = rmas.flatMap((rma) => rma.parcels).find(({ waybill }) => waybill === scanned);
  const matchedBy = parcel ? 'waybill' : rmas.length > 0 ? 'rma_number' : 'nothing';
  const { courier = '', status = '' } = parcel ?? {};
  return {
    answer: {
      matchedBy,
      parcel: parcel ? { courier, waybill: scanned, status } : null,
      rmas,
      handling: [],
      weight: null,
    },
    isLocal: true,
  };
}
