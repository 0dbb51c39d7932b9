import { expect, test } from 'vitest';
import { anRma, at, NOW, RMA_ID } from '../../../test/support/builders.ts';
import type { RmaEvent } from './events.ts';
import { jobsFor, type RmaJob } from './jobs.ts';
import type { Rma } from './rma.ts';

const channelRef = { externalId: 'D1', version: 1 };
const approvedBy = (by: 'policy' | 'person' | 'platform'): RmaEvent => ({ type: 'rma_approved', by, at: NOW });
const agree: RmaJob = { kind: 'tell_channel', rmaId: RMA_ID, action: 'agree_return' };
const pay = (refundId: `rfd_${string}`): RmaJob => ({ kind: 'send_refund', rmaId: RMA_ID, refundId });

test.each<[string, Partial<Rma>, RmaEvent, RmaJob[]]>([
  ['a return of the own shop is granted', {}, approvedBy('policy'), []],
  ['a platform’s return is granted by the rules', { channelRef }, approvedBy('policy'), [agree]],
  ['a platform’s return is granted by a person', { channelRef }, approvedBy('person'), [agree]],
  [
    'the goods stay with the buyer: there is no return to agree to',
    { channelRef },
    { type: 'rma_approved', by: 'person', at: NOW, goodsStay: true },
    [],
  ],
  ['the platform granted it by itself', { channelRef }, approvedBy('platform'), []],
  [
    'a refund without goods is granted: paying says yes',
    { channelRef, resolution: 'refund_only' },
    approvedBy('person'),
    [],
  ],
  [
    'a platform’s return is refused',
    { channelRef },
    { type: 'rma_rejected', reasonCode: 'x', note: '' },
    [{ ...agree, action: 'refuse' } as RmaJob],
  ],
  ['a return of the own shop is refused', {}, { type: 'rma_rejected', reasonCode: 'x', note: '' }, []],
  ['a refused refund is sent again', {}, { type: 'refund_resent', refundId: 'rfd_1' }, [pay('rfd_1')]],
  [
    'a refund gets a new number',
    {},
    { type: 'refund_reissued', refundId: 'rfd_1', newRefundId: 'rfd_2', at: NOW },
    [pay('rfd_2')],
  ],
  [
    'a refund’s outcome is unknown: its own job tries on',
    {},
    { type: 'refund_unknown', refundId: 'rfd_1', cause: 'x' },
    [],
  ],
  [
    'a refund succeeded',
    {},
    {
      type: 'refund_succeeded',
      refundId: 'rfd_1',
      gatewayReference: 'x',
      amount: { minor: 1n, currency: 'CNY' },
      at: NOW,
    },
    [],
  ],
  [
    'rules hand a case to a person (R-7)',
    { review: 'escalated' },
    { type: 'rma_escalated', level: 1, ruleId: 'x' },
    [{ kind: 'assign_rma', rmaId: RMA_ID, notTo: [], jobKey: `assign:${RMA_ID}` }],
  ],
  [
    'the case is somebody’s already (R-7)',
    { review: 'escalated', assignee: 'ann' },
    { type: 'rma_escalated', level: 1, ruleId: 'x' },
    [],
  ],
  [
    'somebody gives a case back: somebody else gets it (R-7)',
    { review: 'escalated', assignee: null },
    { type: 'rma_unassigned', from: 'ann', because: 'given_back' },
    [{ kind: 'assign_rma', rmaId: RMA_ID, notTo: ['ann'], jobKey: `assign:${RMA_ID}` }],
  ],
  [
    'a case that rules see to is given back: nobody needs it (R-7)',
    { assignee: null },
    { type: 'rma_unassigned', from: 'ann', because: 'given_back' },
    [],
  ],
  ['goods are here', {}, { type: 'line_missing', lineId: 'rli_1', orderLineId: 'oli_1', quantity: 1 }, []],
  [
    'a parcel is named',
    {},
    { type: 'parcel_announced', courier: 'shunfeng', waybill: 'SF1', at: at('2026-11-22T08:00:00Z') },
    [{ kind: 'subscribe_parcel', rmaId: RMA_ID, courier: 'shunfeng', waybill: 'SF1' }],
  ],
])('what follows outside when %s', (_, facts, event, jobs) => {
  expect(jobsFor(anRma(facts), event)).toEqual(jobs);
});
