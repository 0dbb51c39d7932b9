import { z } from 'zod';
import type { Scan } from '../../../domain/parcels/scans.ts';
import { isEnd, type ScanStatus } from '../../../domain/parcels/statuses.ts';
import { codeText, optional, type Reading, readAs, shanghaiTime } from '../../vendor-values.ts';
import { meaningOf } from '../code-table.ts';
import type { PickupNews, Tracking } from '../port.ts';
import { shippers } from './couriers.ts';
import { pickupCodes, stateCodes } from './states.ts';

const trace = z.object({
  AcceptTime: shanghaiTime,
  AcceptStation: optional(z.string()),
  Location: optional(z.string()),
  Action: optional(codeText),
});

const history = z.object({
  ShipperCode: z.string().min(1),
  LogisticCode: z.string().min(1),
  State: optional(codeText),
  StateEx: optional(codeText),
  Traces: optional(z.array(trace)),
});

const visit = z.object({
  OrderCode: z.string().min(1),
  ShipperCode: optional(z.string()),
  LogisticCode: optional(z.string()),
  State: codeText,
  Reason: optional(z.string()),
  PickerInfo: optional(z.array(z.object({ PersonName: optional(z.string()), PersonTel: optional(codeText) }))),
});

export function decodeHistory(raw: unknown): Reading<Tracking> {
  const reading = readAs(history, raw);
  if (reading.kind === 'unreadable') return reading;
  const { ShipperCode, LogisticCode, State, StateEx, Traces = [] } = reading.value;
  // The oldest comes first; what the vendor heard late may stand at the end.
  const inTime = Traces.toSorted((a, b) => (a.AcceptTime < b.AcceptTime ? -1 : a.AcceptTime > b.AcceptTime ? 1 : 0));
  // The state of the parcel speaks of its newest trace only, so the others get none.
  const scans = inTime.map((entry, index) =>
    scanOf(entry, index === inTime.length - 1 ? (StateEx ?? State) : undefined),
  );
  const last = scans.at(-1)?.status;
  return {
    kind: 'read',
    value: {
      courier: shippers.ours(ShipperCode),
      waybill: LogisticCode,
      extent: 'whole',
      scans,
      ended: last !== undefined && last !== 'unrecognised' && isEnd(last),
    },
  };
}

function scanOf(entry: z.output<typeof trace>, parcelState: string | undefined): Scan {
  const code = entry.Action ?? parcelState ?? '';
  const status: ScanStatus = meaningOf(stateCodes, code) ?? 'unrecognised';
  return {
    at: entry.AcceptTime,
    status,
    code,
    text: entry.AcceptStation ?? '',
    ...(entry.Location ? { location: entry.Location } : {}),
  };
}

export function decodeVisit(raw: unknown): Reading<PickupNews> {
  const reading = readAs(visit, raw);
  if (reading.kind === 'unreadable') return reading;
  const { OrderCode, ShipperCode, LogisticCode, State, Reason, PickerInfo } = reading.value;
  const state = meaningOf(pickupCodes, State);
  const { PersonName: name, PersonTel: phone } = PickerInfo?.[0] ?? {};
  return {
    kind: 'read',
    value: {
      kind: 'pickup',
      bookingId: OrderCode,
      reference: OrderCode,
      code: State,
      text: Reason ?? pickupCodes[State]?.text ?? '',
      ...(ShipperCode ? { courier: shippers.ours(ShipperCode) } : {}),
      ...(LogisticCode ? { waybill: LogisticCode } : {}),
      ...(state ? { state } : {}),
      ...(name || phone ? { courierPerson: { ...(name ? { name } : {}), ...(phone ? { phone } : {}) } } : {}),
    },
  };
}
