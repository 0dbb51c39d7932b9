import { type ExpectedRow, listExpected } from '../../../../contract/receiving.ts';
import type { RmaView } from '../../../../contract/returns.ts';
import { call } from '../../../ui/api.ts';
import { now } from '../../../ui/clock.ts';
import { forgetOthers, type KeptReturn, keepReturns, queueStore, snapshotTaken } from './local-store.ts';

const PAGE = 200;
/** A device carries the work of some days, not the archive. */
const MOST_PAGES = 50;

/** Reads all that is due to arrive. Returns on which steps wait here are left as the device knows them. */
export async function refreshSnapshot(owner: string): Promise<void> {
  const waiting = new Set((await queueStore.all()).map(({ rmaId }) => rmaId));
  const seen = new Set<string>();
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { rows, next } = await call(listExpected, { query: { limit: PAGE, ...(after ? { after } : {}) } });
    for (const { id } of rows) seen.add(id);
    await keepReturns(rows.filter(({ id }) => !waiting.has(id)).map((row) => keptOf(owner, viewOf(row))));
    if (!next) break;
    after = next;
  }
  for (const id of waiting) if (id) seen.add(id);
  await forgetOthers(owner, seen);
  await snapshotTaken(owner, now());
}

/** Under the codes that may stand on a label or slip, without anything about the buyer. */
export function keptOf(owner: string, rma: RmaView): KeptReturn {
  const codes = [rma.number, rma.order.externalId.toUpperCase(), ...rma.parcels.map(({ waybill }) => waybill)];
  return { id: rma.id, owner, codes: [...new Set(codes)], rma: withoutBuyer(rma) };
}

const NOBODY: RmaView['order']['buyer'] = { id: 'byr_0', nick: '', maskedName: '', maskedPhone: '' };

const withoutBuyer = (rma: RmaView): RmaView => ({
  ...rma,
  order: { ...rma.order, buyer: NOBODY, payments: [], rmas: [] },
  note: '',
  evidence: [],
  refunds: [],
  timeline: [],
  offers: [],
  agreed: null,
  amount: null,
  decision: null,
});

/** A return as a screen wants it, as far as a handheld knows it. */
function viewOf(row: ExpectedRow): RmaView {
  const { orderExternalId, linesMade: _, parcels, lines, ...facts } = row;
  const none = { minor: '0', currency: 'CNY' };
  const moment = '1970-01-01T00:00:00.000Z';
  return {
    ...facts,
    reasonAtPlatform: null,
    channel: '',
    shopName: '',
    fromPlatform: false,
    channelPush: 'none',
    intervention: null,
    dispute: null,
    openedAt: moment,
    due: null,
    clocks: [],
    order: {
      id: 'ord_0',
      shopId: 'shop_0',
      channel: '',
      externalId: orderExternalId,
      buyer: NOBODY,
      placedAt: moment,
      paidAt: null,
      shippedAt: null,
      deliveredAt: null,
      paid: none,
      refunded: none,
      payments: [],
      lines: [],
      rmas: [],
    },
    note: '',
    evidence: [],
    lines: lines.map((line) => ({ ...line, shipment: null })),
    parcels: parcels.map((parcel) => ({ ...parcel, announcedAt: moment, scans: [] })),
    refunds: [],
    requested: null,
    amount: null,
    amountProblem: null,
    decision: null,
    assignee: null,
    automation: 'on',
    approval: null,
    offers: [],
    agreed: null,
    buyerWroteAt: null,
    differences: [],
    pickups: [],
    outbound: [],
    claims: [],
    postages: [],
    returnFreight: null,
    abilities: [],
    timeline: [],
  };
}
