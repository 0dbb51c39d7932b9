import { expect, test } from 'vitest';
import type { MyReturn } from '../shapes.ts';
import { nextStep, toneOf } from './next-step.ts';
import { stationsOf } from './stations.ts';

const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`;
const amount = { minor: '8800', currency: 'CNY' };

/** A return on which these events happened, one an hour. */
const aReturn = (types: string[], facts: Partial<MyReturn> = {}): MyReturn => ({
  id: 'rma_1',
  number: 'R261120-1',
  stage: 'to_review',
  review: 'pending',
  resolution: 'return_and_refund',
  reason: 'no_reason',
  message: null,
  ground: null,
  refusal: null,
  amount,
  explanation: null,
  refunds: [],
  lines: [{ title: '鞋', quantity: 1, reception: 'awaiting', settlement: 'not_due', shipment: null }],
  returnAddress: null,
  parcels: [],
  postage: { askable: [], rows: [] },
  payee: 'no',
  canSend: false,
  canWithdraw: true,
  canAddPhotos: false,
  person: 'can_ask',
  timeline: types.map((type, hour) => ({ type, at: at(hour) })),
  ...facts,
});

const drawn = (of: MyReturn): string =>
  stationsOf(of)
    .map(({ code, state }) => `${code}:${state}`)
    .join(' ');
const refund = (state: string, settledAt: string | null) => ({ amount, state, settledAt });
const parcel = { courier: 'yunda', waybill: '412345678901234', status: 'in_transit', scans: [] };

const waiting = aReturn(['rma_opened']);
const asked = aReturn(['rma_opened', 'evidence_requested'], { review: 'evidence_requested', canAddPhotos: true });
const granted = aReturn(['rma_opened', 'rma_approved'], { review: 'approved', stage: 'awaiting_buyer', canSend: true });
const sent = aReturn(['rma_opened', 'rma_approved', 'parcel_announced'], {
  review: 'approved',
  stage: 'in_transit',
  canSend: true,
  parcels: [parcel],
});
const checked = aReturn(
  ['rma_opened', 'rma_approved', 'parcel_announced', 'line_received', 'line_inspected', 'refund_requested'],
  {
    review: 'approved',
    stage: 'refunding',
    parcels: [parcel],
    refunds: [refund('unknown', null)],
    lines: [{ title: '鞋', quantity: 1, reception: 'received', settlement: 'pending', shipment: null }],
  },
);
const done: MyReturn = { ...checked, stage: 'closed', refunds: [refund('succeeded', at(9))] };
const unpaid: MyReturn = { ...done, refunds: [] };
const paidFirst: MyReturn = { ...granted, refunds: [refund('succeeded', at(3))] };
const noGoods = aReturn(['rma_opened', 'rma_approved'], {
  review: 'approved',
  stage: 'to_refund',
  lines: [{ title: '鞋', quantity: 1, reception: 'not_expected', settlement: 'due', shipment: null }],
});
const refused = aReturn(['rma_opened', 'rma_rejected'], { review: 'rejected', stage: 'rejected' });
const problem: MyReturn = { ...checked, stage: 'refund_problem', refunds: [refund('rejected', null)] };

test.each([
  [
    'waits for review',
    waiting,
    'opened:done review:now sent:ahead received:ahead inspected:ahead refund_started:ahead refunded:ahead',
  ],
  [
    'waits for photos',
    asked,
    'opened:done photos:now review:ahead sent:ahead received:ahead inspected:ahead refund_started:ahead refunded:ahead',
  ],
  [
    'was granted',
    granted,
    'opened:done approved:done sent:now received:ahead inspected:ahead refund_started:ahead refunded:ahead',
  ],
  [
    'is on its way',
    sent,
    'opened:done approved:done sent:done received:now inspected:ahead refund_started:ahead refunded:ahead',
  ],
  [
    'is being paid',
    checked,
    'opened:done approved:done sent:done received:done inspected:done refund_started:done refunded:now',
  ],
  [
    'is done',
    done,
    'opened:done approved:done sent:done received:done inspected:done refund_started:done refunded:done',
  ],
  [
    'was paid before the goods',
    paidFirst,
    'opened:done approved:done refund_started:done refunded:done sent:now received:ahead inspected:ahead',
  ],
  ['brings no goods', noGoods, 'opened:done approved:done refund_started:now refunded:ahead'],
  ['was refused', refused, 'opened:done rejected:stopped'],
])('a return that %s has its track', (_, of, track) => {
  expect(drawn(of)).toBe(track);
});

test('the dates are those of the events, and the refund has the one of the gateway', () => {
  const dates = Object.fromEntries(stationsOf(done).map((station) => [station.code, station.at]));
  expect(dates).toMatchObject({ opened: at(0), approved: at(1), sent: at(2), received: at(3), refunded: at(9) });
});

test('photos that were given stay on the track with their date', () => {
  const given = aReturn(['rma_opened', 'evidence_requested', 'evidence_added'], { review: 'pending' });
  expect(stationsOf(given)[1]).toEqual({ code: 'photos', state: 'done', at: at(2) });
});

test.each([
  [waiting, 'wait_for_review', 'wait'],
  [asked, 'add_photos', 'act'],
  [granted, 'send_parcel', 'act'],
  [sent, 'wait_for_parcel', 'wait'],
  [checked, 'wait_for_money', 'wait'],
  [problem, 'money_late', 'wait'],
  [paidFirst, 'send_parcel', 'act'],
  [done, 'refunded', 'done'],
  [unpaid, 'finished', 'done'],
  [refused, 'rejected', 'over'],
] as const)('return %# says %s', (of, step, tone) => {
  expect(nextStep(of)).toBe(step);
  expect(toneOf(step)).toBe(tone);
});
