import { assert } from '../assert.ts';
import { type Money, subtract, sum, unitsShare } from '../money.ts';
import { ok, type Result, reject } from '../result.ts';
import { isReserved } from './places.ts';
import { type Holding, type Shortage, shortOf, worthOf } from './valuation.ts';

export type VendorLine = { sku: string; location: string; quantity: number };
export type SentLine = VendorLine & { value: Money };
/** What the vendor said of a line: the rest of it comes back. */
export type AnsweredLine = SentLine & { accepted: number; back: { quantity: number; value: Money } };

export type VendorReturnEvent =
  | { type: 'vendor_return_drafted'; vendorId: string; lines: VendorLine[] }
  | { type: 'vendor_return_changed'; lines: VendorLine[] }
  | { type: 'vendor_return_sent'; courier?: string; waybill?: string; lines: SentLine[] }
  | { type: 'vendor_answered'; lines: AnsweredLine[]; backTo: string }
  | { type: 'vendor_credited'; amount: Money; lines: SentLine[] }
  | { type: 'sending_reversed'; lines: SentLine[] }
  | { type: 'credit_reversed'; amount: Money; lines: SentLine[] }
  | { type: 'vendor_return_cancelled' };

export type VendorReturnState = 'draft' | 'sent' | 'answered' | 'credited' | 'refused' | 'cancelled';

export type VendorReturn = {
  state: VendorReturnState;
  vendorId: string;
  lines: (VendorLine & { value: Money | null; accepted: number | null })[];
  courier: string | null;
  waybill: string | null;
  credit: Money | null;
  version: number;
};

export type VendorReturnRejection =
  | { code: 'vendor_return_not_ready'; documentState: VendorReturnState }
  | { code: 'vendor_return_is_empty' }
  | Shortage
  | { code: 'answer_does_not_fit'; sku: string }
  | { code: 'place_is_reserved'; location: string };

export function foldVendorReturn(events: readonly VendorReturnEvent[]): VendorReturn {
  const blank: VendorReturn = {
    state: 'draft',
    vendorId: '',
    lines: [],
    courier: null,
    waybill: null,
    credit: null,
    version: 0,
  };
  return events.reduce((all, event) => ({ ...after(all, event), version: all.version + 1 }), blank);
}

const planned = (line: VendorLine) => ({ ...line, value: null, accepted: null });

function after(before: VendorReturn, event: VendorReturnEvent): VendorReturn {
  switch (event.type) {
    case 'vendor_return_drafted':
      return { ...before, vendorId: event.vendorId, lines: event.lines.map(planned) };
    case 'vendor_return_changed':
      return { ...before, lines: event.lines.map(planned) };
    case 'vendor_return_sent': {
      const { courier = null, waybill = null } = event;
      return {
        ...before,
        state: 'sent',
        courier,
        waybill,
        lines: event.lines.map((line) => ({ ...line, accepted: null })),
      };
    }
    case 'vendor_answered': {
      const lines = event.lines.map(({ back: _, ...line }) => line);
      return { ...before, state: lines.some(({ accepted }) => accepted > 0) ? 'answered' : 'refused', lines };
    }
    case 'vendor_credited':
      return { ...before, state: 'credited', credit: event.amount };
    case 'credit_reversed':
      return { ...before, state: 'answered', credit: null };
    case 'sending_reversed': {
      const lines = before.lines.map((line) => ({ ...line, value: null, accepted: null }));
      return { ...before, state: 'draft', courier: null, waybill: null, lines };
    }
    case 'vendor_return_cancelled':
      return { ...before, state: 'cancelled' };
  }
}

type Decided = Result<VendorReturnEvent[], VendorReturnRejection>;
const notReady = ({ state }: VendorReturn) =>
  reject({ code: 'vendor_return_not_ready', documentState: state } as const);

/** Goods that are at a vendor's already, or written off, are drawn into no document. */
const isElsewhere = ({ location }: VendorLine): boolean => location !== 'returns' && isReserved(location);

function wrongLines(lines: readonly VendorLine[]): VendorReturnRejection | null {
  if (lines.length === 0) return { code: 'vendor_return_is_empty' };
  const elsewhere = lines.find(isElsewhere);
  return elsewhere ? { code: 'place_is_reserved', location: elsewhere.location } : null;
}

export function draftVendorReturn(vendorId: string, lines: readonly VendorLine[]): Decided {
  const no = wrongLines(lines);
  return no ? reject(no) : ok([{ type: 'vendor_return_drafted', vendorId, lines: merged(lines) }]);
}

export function changeVendorReturn(document: VendorReturn, lines: readonly VendorLine[]): Decided {
  if (document.state !== 'draft') return notReady(document);
  const no = wrongLines(lines);
  return no ? reject(no) : ok([{ type: 'vendor_return_changed', lines: merged(lines) }]);
}

/** The goods leave their places; until the vendor gives credit they are still ours, with him. */
export function sendVendorReturn(
  document: VendorReturn,
  way: { courier?: string; waybill?: string },
  held: (line: VendorLine) => Holding,
): Decided {
  if (document.state !== 'draft') return notReady(document);
  const lines: SentLine[] = [];
  for (const { sku, location, quantity } of document.lines) {
    const there = held({ sku, location, quantity });
    if (there.quantity < quantity) return reject(shortOf({ sku, location }, there));
    lines.push({ sku, location, quantity, value: worthOf(there, quantity) });
  }
  return ok([{ type: 'vendor_return_sent', ...way, lines }]);
}

/** What he takes of each article; of what he does not take the goods come back. */
export function answerVendorReturn(
  document: VendorReturn,
  taken: readonly { sku: string; location: string; accepted: number }[],
  backTo: string,
): Decided {
  if (document.state !== 'sent') return notReady(document);
  if (isReserved(backTo)) return reject({ code: 'place_is_reserved', location: backTo });
  const other = taken.find((each) => !document.lines.some((line) => isSame(line, each)));
  if (other) return reject({ code: 'answer_does_not_fit', sku: other.sku });
  const lines: AnsweredLine[] = [];
  for (const line of sentLines(document)) {
    const accepted = taken.find((each) => isSame(line, each))?.accepted ?? 0;
    if (accepted > line.quantity) return reject({ code: 'answer_does_not_fit', sku: line.sku });
    const keeps = unitsShare(line.value, line.quantity, 0, accepted);
    const back = { quantity: line.quantity - accepted, value: subtract(line.value, keeps) };
    lines.push({ ...line, accepted, back });
  }
  return ok([{ type: 'vendor_answered', lines, backTo }]);
}

export function creditVendorReturn(document: VendorReturn, amount: Money): Decided {
  if (document.state !== 'answered') return notReady(document);
  return ok([{ type: 'vendor_credited', amount, lines: acceptedLines(document) }]);
}

/** Takes back the last step, by entries and movements the other way round: the credit, or the sending. */
export function reverseVendorReturn(document: VendorReturn): Decided {
  if (document.state === 'sent') return ok([{ type: 'sending_reversed', lines: sentLines(document) }]);
  if (document.state !== 'credited' || !document.credit) return notReady(document);
  return ok([{ type: 'credit_reversed', amount: document.credit, lines: acceptedLines(document) }]);
}

export const cancelVendorReturn = (document: VendorReturn): Decided =>
  document.state === 'draft' ? ok([{ type: 'vendor_return_cancelled' }]) : notReady(document);

const isSame = (a: { sku: string; location: string }, b: { sku: string; location: string }): boolean =>
  a.sku === b.sku && a.location === b.location;

function sentLines({ lines }: VendorReturn): SentLine[] {
  return lines.map(({ sku, location, quantity, value }) => {
    assert(value !== null, 'what was sent has a value');
    return { sku, location, quantity, value };
  });
}

function acceptedLines(document: VendorReturn): SentLine[] {
  return sentLines(document).flatMap((line, n) => {
    const quantity = document.lines[n]?.accepted ?? 0;
    return quantity === 0 ? [] : [{ ...line, quantity, value: unitsShare(line.value, line.quantity, 0, quantity) }];
  });
}

export const valueOfLines = (lines: readonly SentLine[], currency: string): Money =>
  sum(
    lines.map(({ value }) => value),
    currency,
  );

/** One line for each article in a place, however often it was named. */
function merged(lines: readonly VendorLine[]): VendorLine[] {
  const all = new Map<string, VendorLine>();
  for (const line of lines) {
    const key = JSON.stringify([line.sku, line.location]);
    all.set(key, { ...line, quantity: (all.get(key)?.quantity ?? 0) + line.quantity });
  }
  return [...all.values()];
}
