import { z } from 'zod';
import type { Scan } from '../../../domain/parcels/scans.ts';
import type { Instant } from '../../../domain/time.ts';
import { codeText, optional, type Reading, readAs, shanghaiTime } from '../../vendor-values.ts';
import type { Tracking } from '../port.ts';
import { statusOf } from './states.ts';

const row = z.object({
  time: optional(shanghaiTime),
  ftime: optional(shanghaiTime),
  context: optional(z.string()),
  location: optional(z.string()),
  areaName: optional(z.string()),
  status: optional(codeText),
  statusCode: optional(codeText),
});

const history = z.object({
  nu: z.string().min(1),
  com: z.string().min(1),
  state: optional(codeText),
  ischeck: optional(codeText),
  data: optional(z.array(row)),
});

/** Failures carry `result: false` and `returnCode`; successes carry `status: "200"` and the history. */
const verdict = z.object({
  result: optional(z.union([z.boolean(), z.stringbool()])),
  returnCode: optional(codeText),
  status: optional(codeText),
  message: optional(z.string()),
});

const push = z.object({
  status: z.string(),
  message: optional(z.string()),
  autoCheck: optional(codeText),
  comNew: optional(z.string()),
  lastResult: history,
});

export type Verdict = z.output<typeof verdict>;
export type Push = { status: string; message?: string | undefined; comNew?: string | undefined; tracking: Tracking };

export const decodeVerdict = (raw: unknown): Reading<Verdict> => readAs(verdict, raw);

export function decodeHistory(raw: unknown): Reading<Tracking> {
  const reading = readAs(history, raw);
  return reading.kind === 'read' ? trackingOf(reading.value) : reading;
}

export function decodePush(raw: unknown): Reading<Push> {
  const reading = readAs(push, raw);
  if (reading.kind === 'unreadable') return reading;
  const { status, message, comNew, autoCheck, lastResult } = reading.value;
  const tracking = trackingOf(lastResult);
  if (tracking.kind === 'unreadable') return tracking;
  const found = autoCheck === '1' ? comNew : undefined;
  return { kind: 'read', value: { status, message, comNew: found, tracking: tracking.value } };
}

function trackingOf(value: z.output<typeof history>): Reading<Tracking> {
  const rows: (z.output<typeof row> & { at: Instant })[] = [];
  for (const [index, entry] of (value.data ?? []).entries()) {
    // `ftime` is the vendor's cleaned copy of `time`.
    const at = entry.ftime ?? entry.time;
    if (!at) return { kind: 'unreadable', reason: `data.${index}.ftime: missing` };
    rows.push({ ...entry, at });
  }
  // The newest comes first. Turned round before the stable sort, scans of the same second keep their order.
  const oldestFirst = rows.reverse().toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const scans = oldestFirst.map((entry, index) =>
    scanOf(entry, index === oldestFirst.length - 1 ? (value.state ?? '') : ''),
  );
  return {
    kind: 'read',
    value: { courier: value.com, waybill: value.nu, extent: 'whole', scans, ended: value.ischeck === '1' },
  };
}

/** The state of the parcel speaks of its newest scan only, so the others get none. */
function scanOf(entry: z.output<typeof row> & { at: Instant }, parcelState: string): Scan {
  const code = entry.statusCode ?? '';
  const name = entry.status ?? '';
  const location = entry.location ?? entry.areaName;
  return {
    at: entry.at,
    status: statusOf({ code, name, parcelState }),
    code: code || name || parcelState,
    text: entry.context ?? '',
    ...(location ? { location } : {}),
  };
}
