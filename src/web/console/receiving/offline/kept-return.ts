import type { ExpectedRow } from '../../../../contract/receiving.ts';
import type { RmaView } from '../../../../contract/returns.ts';
import type { KeptReturn } from './local-store.ts';

/** Under the codes that may stand on a label or slip, with nothing that the work at the dock does not ask for. */
export function keptOf(owner: string, rma: RmaView): KeptReturn {
  const codes = [rma.number, rma.order.externalId.toUpperCase(), ...rma.parcels.map(({ waybill }) => waybill)];
  return { id: rma.id, owner, codes: [...new Set(codes)], rma: viewOf(workOf(rma)) };
}

/** All that a device may hold of a return: a phone that is lost tells of goods and parcels, and of nobody and no money. */
type Work = Pick<RmaView, 'id' | 'number' | 'version' | 'stage' | 'review' | 'resolution' | 'reason'> & {
  orderExternalId: string;
  parcels: ExpectedRow['parcels'];
  lines: ExpectedRow['lines'];
};

const workOf = (rma: RmaView): Work => {
  const { id, number, version, stage, review, resolution, reason, order, parcels, lines } = rma;
  return {
    ...{ id, number, version, stage, review, resolution, reason },
    orderExternalId: order.externalId,
    parcels: parcels.map(({ courier, waybill, status }) => ({ courier, waybill, status })),
    lines: lines.map(lineOf),
  };
};

function lineOf(line: ExpectedRow['lines'][number]): ExpectedRow['lines'][number] {
  const { id, orderLineId, sku, title, goodsClass, quantity } = line;
  const { reception, inspection, disposition, settlement, replacement } = line;
  const { grade, gradeName, failedTests, failedChecks, serials, foreignSerials, batch, expiry, waitsFor } = line;
  return {
    ...{ id, orderLineId, sku, title, goodsClass, quantity },
    ...{ reception, inspection, disposition, settlement, replacement },
    ...{ grade, gradeName, failedTests, failedChecks, serials, foreignSerials, batch, expiry, waitsFor },
  };
}

const NOBODY: RmaView['order']['buyer'] = { id: 'byr_0', nick: '', maskedName: '', maskedPhone: '' };

export const keptRow = (owner: string, { linesMade: _, ...row }: ExpectedRow): KeptReturn => keptOf(owner, viewOf(row));

/** A return as a screen wants it, as far as a handheld knows it. */
function viewOf({ orderExternalId, parcels, lines, ...facts }: Work): RmaView {
  const none = { minor: '0', currency: 'CNY' };
  const moment = '1970-01-01T00:00:00.000Z';
  return {
    ...facts,
    inKind: [],
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
      promotions: [],
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
