import { useCallback, useEffect, useState } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { findByWaybill } from '../../../contract/warehouse.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import type { ScanRecord } from './last-scans.tsx';
import { beep } from './sound.ts';

const KEPT_SCANS = 10;

/** Looks up what was scanned, says by ear whether it is known, and remembers the last ten. */
export function useScan(code: string | undefined) {
  const [answer, setAnswer] = useState<ReplyOf<typeof findByWaybill>>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [scans, setScans] = useState<readonly ScanRecord[]>([]);

  const look = useCallback((scanned: string) => {
    const record = (outcome: ScanRecord['outcome'], count: number) =>
      setScans((before) => {
        const others = before.filter((scan) => scan.code !== scanned);
        return [{ code: scanned, outcome, count, at: now() }, ...others].slice(0, KEPT_SCANS);
      });
    setBusy(true);
    setFailure(undefined);
    call(findByWaybill, { params: { waybill: scanned } })
      .then((found) => {
        const known = found.rmas.length > 0;
        beep(known ? 'found' : 'error');
        setAnswer(found);
        record(known ? 'found' : 'nothing', found.rmas.length);
      })
      .catch((error: unknown) => {
        beep('error');
        setAnswer(undefined);
        setFailure(error);
        record('failed', 0);
      })
      .finally(() => setBusy(false));
  }, []);
  useEffect(() => {
    if (code) look(code);
  }, [code, look]);

  const replace = (rma: RmaView) =>
    setAnswer((before) => before && { ...before, rmas: before.rmas.map((old) => (old.id === rma.id ? rma : old)) });
  return { answer, failure, busy, scans, look, replace };
}
