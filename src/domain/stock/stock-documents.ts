import { type CountEvent, foldCount } from './count-sheet.ts';
import { foldRepair, type RepairEvent } from './repair-order.ts';
import { foldTransfer, type TransferEvent } from './transfer.ts';
import { foldVendorReturn, type VendorReturnEvent } from './vendor-return.ts';

export type StockDocumentId = `sdo_${string}`;

/** What moves goods apart from returns and parcels of nobody. */
export const documentKinds = ['transfer', 'count', 'repair', 'vendor_return'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export type EventsOf = {
  transfer: TransferEvent;
  count: CountEvent;
  repair: RepairEvent;
  vendor_return: VendorReturnEvent;
};
export type StockDocumentEvent = EventsOf[DocumentKind];

const letters: Record<DocumentKind, string> = { transfer: 'T', count: 'C', repair: 'W', vendor_return: 'V' };

/** The number on its paper: `C261123-7K3F9QXZ`. */
export const documentNumber = (kind: DocumentKind, id: StockDocumentId, openedOn: string): string =>
  `${letters[kind]}${openedOn.slice(2).replaceAll('-', '')}-${id.slice(-8).toUpperCase()}`;

const total = (lines: readonly { quantity: number }[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);

export type DocumentSummary = {
  state: string;
  sku: string | null;
  location: string | null;
  vendorId: string | null;
  units: number;
};

/** What lists show of a document, and find it by. */
export const summaries: { [Kind in DocumentKind]: (events: readonly EventsOf[Kind][]) => DocumentSummary } = {
  transfer: (events) => {
    const { state, lines } = foldTransfer(events);
    const { sku = null, to } = lines[0] ?? {};
    return { state, sku, location: to?.location ?? null, vendorId: null, units: total(lines) };
  },
  count: (events) => {
    const { state, lines } = foldCount(events);
    const places = new Set(lines.map(({ location }) => location));
    const skus = new Set(lines.map(({ sku }) => sku));
    const only = (all: Set<string>): string | null => (all.size === 1 ? ([...all][0] ?? null) : null);
    return { state, sku: only(skus), location: only(places), vendorId: null, units: lines.length };
  },
  repair: (events) => {
    const { state, facts } = foldRepair(events);
    return { state, sku: facts.sku, location: facts.location, vendorId: null, units: facts.quantity };
  },
  vendor_return: (events) => {
    const { state, lines, vendorId } = foldVendorReturn(events);
    return { state, sku: null, location: null, vendorId, units: total(lines) };
  },
};
