import { expect, test } from 'vitest';
import { aClaim, aParcel, aPostage } from '../../../test/support/a-claim.ts';
import { aContext, aLine, anRma, aRefund, at, NOW, outcomeOf, yuan } from '../../../test/support/builders.ts';
import { gradingFacts } from '../../../test/support/grading.ts';
import { plusHours } from '../time.ts';
import type { RmaCommand } from './commands.ts';
import { decide } from './decide.ts';
import { canWithdraw, type PersonCommand, personGuards } from './guards.ts';
import type { Rma } from './rma.ts';

const who = { id: 'usr_1', level: 1 };

const graded = { reception: 'received', inspection: 'graded', grade: 'new' } as const;

const atHome = { reception: 'not_expected', inspection: 'not_needed', disposition: 'none' } as const;

const cases: [string, Rma][] = [
  ['under review', anRma({ review: 'escalated', lines: [aLine({ reception: 'not_expected' })] })],
  ['waiting for pictures', anRma({ review: 'evidence_requested', lines: [aLine({ reception: 'not_expected' })] })],
  ['expected', anRma()],
  ['on the road', anRma({ lines: [aLine({ reception: 'in_transit' })] })],
  ['at the dock', anRma({ lines: [aLine({ reception: 'received' })] })],
  ['looked at', anRma({ lines: [aLine({ ...graded, settlement: 'due' })] })],
  ['put away', anRma({ lines: [aLine({ ...graded, disposition: 'restock', settlement: 'due' })] })],
  ['being paid', anRma({ lines: [aLine({ ...graded, settlement: 'pending' })], refunds: [aRefund()] })],
  [
    'refused by the gateway',
    anRma({ lines: [aLine({ ...graded, settlement: 'failed' })], refunds: [aRefund({ state: 'rejected' })] }),
  ],
  [
    'waited for by a platform',
    anRma({
      review: 'escalated',
      lines: [aLine({ reception: 'not_expected' })],
      channelRef: { externalId: '9', version: 1 },
      reviewDue: { at: at('2026-11-25T08:00:00Z'), source: 'platform' },
    }),
  ],
  ['refused', anRma({ review: 'rejected', lines: [aLine({ reception: 'not_expected' })] })],
  ['to be replaced', anRma({ resolution: 'reship', lines: [aLine({ ...atHome, replacement: 'due' })] })],
  ['replaced', anRma({ resolution: 'reship', lines: [aLine({ ...atHome, replacement: 'shipped' })] })],
  ['expected for a repair', anRma({ resolution: 'repair' })],
  ['under the eyes of the platform', anRma({ review: 'escalated', intervention: 'open', lines: [aLine(atHome)] })],
  ['withdrawn', anRma({ review: 'withdrawn', lines: [aLine({ reception: 'not_expected' })] })],
  ['of a parcel that is claimed for (M-8)', anRma({ parcels: [aParcel], claims: [aClaim({})] })],
  ['granted money that is not here (M-8)', anRma({ claims: [aClaim({ state: 'accepted', accepted: yuan(5) })] })],
  ['refused a claim (M-8)', anRma({ claims: [aClaim({ state: 'refused', refusedBecause: 'x' })] })],
  ['asked for postage (L-6)', anRma({ parcels: [aParcel], postages: [aPostage({})] })],
  ['waiting for its insurer (L-6)', anRma({ parcels: [aParcel], postages: [aPostage({ insured: true })] })],
  [
    'paid for twice (L-6)',
    anRma({
      parcels: [aParcel],
      postages: [
        aPostage({
          payouts: [{ by: 'merchant', amount: yuan(10), reference: 'x', at: NOW }],
          insurance: { outcome: 'paid', amount: yuan(10), reference: 'x', at: NOW },
        }),
      ],
    }),
  ],
  ['one’s own (R-7)', anRma({ assignee: 'usr_1' })],
  ['another’s (R-7)', anRma({ assignee: 'usr_2' })],
  ['out of automation (R-7)', anRma({ automation: 'off', assignee: 'usr_1' })],
];

const commandFor: Record<PersonCommand, Exclude<RmaCommand, { type: 'open_rma' }>> = {
  approve: { type: 'approve' },
  reject: { type: 'reject', reasonCode: 'x', note: 'x' },
  request_evidence: { type: 'request_evidence', note: 'x' },
  add_evidence: { type: 'add_evidence', files: ['fil_1'] },
  withdraw: { type: 'withdraw', cause: 'x' },
  announce_parcel: { type: 'announce_parcel', courier: 'x', waybill: 'SF1' },
  receive_line: { type: 'receive_line', lineId: 'rli_1', quantity: 1 },
  mark_missing: { type: 'mark_missing', lineId: 'rli_1' },
  find_line: { type: 'find_line', lineId: 'rli_1', quantity: 1 },
  report_difference: { type: 'report_difference', kind: 'extra', quantity: 1, photos: [], unknownId: 'unp_1' },
  settle_difference: { type: 'settle_difference', differenceId: 'dif_1', outcome: 'as_counted' },
  inspect_line: { type: 'inspect_line', lineId: 'rli_1', quantity: 1, grade: 'new', failedTests: [], photos: [] },
  dispose_line: { type: 'dispose_line', lineId: 'rli_1', quantity: 1, disposition: 'restock', location: 'A' },
  look_again: { type: 'look_again', lineId: 'rli_1', grade: 'new', failedTests: [], photos: [] },
  resolve_second_look: { type: 'resolve_second_look', lineId: 'rli_1', take: 'first', note: 'x' },
  approve_scrap: { type: 'approve_scrap', lineId: 'rli_1' },
  refuse_scrap: { type: 'refuse_scrap', lineId: 'rli_1', note: 'x' },
  undo_disposition: { type: 'undo_disposition', lineId: 'rli_1', quantity: 1, because: 'x' },
  undo_inspection: { type: 'undo_inspection', lineId: 'rli_1', quantity: 1, because: 'x' },
  request_refund: { type: 'request_refund', deductions: [] },
  give_in_kind: { type: 'give_in_kind', inKindId: '1', reference: 'x' },
  retry_refund: { type: 'retry_refund', refundId: 'rfd_1' },
  take: { type: 'take' },
  assign: { type: 'assign', to: 'usr_2', because: { code: 'handed_over' } },
  release: { type: 'release', because: 'given_back' },
  stop_automation: { type: 'stop_automation', because: 'colleague' },
  resume_automation: { type: 'resume_automation' },
  convert: { type: 'convert', to: 'exchange', because: 'x' },
  ship_replacement: { type: 'ship_replacement', lineId: 'rli_1', courier: 'x', waybill: 'SF1', ahead: true },
  extend_deadline: { type: 'extend_deadline', days: 3, channelExtends: true },
  make_offer: { type: 'make_offer', amount: yuan(100), goods: 'come_back', validUntil: plusHours(NOW, 24) },
  tell_again: { type: 'tell_again' },
  record_dispute: { type: 'record_dispute', step: 'opened', at: NOW },
  book_pickup: { type: 'book_pickup', vendor: 'kuaidi100', courier: 'jd', payer: 'seller' },
  cancel_pickup: { type: 'cancel_pickup', pickupId: 'pk1' },
  intercept_outbound: { type: 'intercept_outbound', vendor: 'kuaidi100', courier: 'shunfeng', waybill: 'SF9' },
  end_intercept_wait: { type: 'end_intercept_wait', waybill: 'SF9', because: 'person' },
  file_claim: {
    type: 'file_claim',
    against: 'vendor',
    party: '供应商',
    cause: 'damaged',
    amount: yuan(10),
    reference: '',
    filedAt: NOW,
    answerDue: plusHours(NOW, 24),
    files: [],
  },
  record_claim_answer: {
    type: 'record_claim_answer',
    claimId: 'clm_1',
    at: NOW,
    outcome: 'accepted',
    amount: yuan(10),
  },
  record_claim_payment: {
    type: 'record_claim_payment',
    claimId: 'clm_1',
    amount: yuan(1),
    reference: 'x',
    paidAt: NOW,
  },
  appeal_claim: {
    type: 'appeal_claim',
    claimId: 'clm_1',
    because: 'x',
    appealedAt: NOW,
    answerDue: plusHours(NOW, 24),
    files: [],
  },
  close_claim: { type: 'close_claim', claimId: 'clm_1', outcome: 'written_off', because: 'x' },
  ask_postage: { type: 'ask_postage', waybill: 'SF1', amount: yuan(10), insured: false, files: [], by: 'staff' },
  record_insurance: {
    type: 'record_insurance',
    waybill: 'SF1',
    outcome: 'paid',
    amount: yuan(10),
    reference: 'x',
    at: NOW,
  },
  pay_postage: { type: 'pay_postage', waybill: 'SF1', by: 'merchant', amount: yuan(1), reference: 'x', paidAt: NOW },
  decline_postage: { type: 'decline_postage', waybill: 'SF1', because: 'x' },
  recover_postage: { type: 'recover_postage', waybill: 'SF1', outcome: 'waived', reference: 'x' },
};

const putAway = {
  type: 'line_disposed',
  lineId: 'rli_1',
  sku: 'COAT-M',
  quantity: 1,
  disposition: 'restock',
  location: 'A',
  cost: yuan(80),
  value: yuan(80),
} as const;

const names = Object.keys(personGuards) as PersonCommand[];

// Of several lines or refunds a button speaks for all; the command, for the one it names.
const ofOnePart = new Set<PersonCommand>([
  'receive_line',
  'mark_missing',
  'find_line',
  'settle_difference',
  'retry_refund',
]);

test.each(cases)(
  'of a return of one line that is %s, each button is lit exactly where its command goes through',
  (_, rma) => {
    for (const name of names) {
      const decided = decide(rma, commandFor[name], aContext({ who, grading: gradingFacts({ past: [putAway] }) }));
      const because = personGuards[name](rma, who);
      expect([name, because === null]).toEqual([name, decided.ok]);
      if (because && !ofOnePart.has(name)) expect([name, because.code]).toEqual([name, outcomeOf(decided)]);
    }
  },
);

test.each<[string, Partial<Rma>, string | undefined]>([
  ['before anything has moved', {}, undefined],
  ['while the parcel travels', { lines: [aLine({ reception: 'in_transit' })] }, undefined],
  ['after a part was found missing', { lines: [aLine({ reception: 'missing' }), aLine({ id: 'rli_2' })] }, undefined],
  ['when a part is here', { lines: [aLine({ reception: 'received' }), aLine({ id: 'rli_2' })] }, 'goods_already_here'],
  ['when money is ordered', { refunds: [aRefund()] }, 'refund_already_ordered'],
  ['when a refund failed', { refunds: [aRefund({ state: 'rejected' })] }, 'refund_already_ordered'],
  [
    'when a gift is settled',
    { lines: [aLine({ reception: 'not_expected', settlement: 'settled' })] },
    'refund_already_ordered',
  ],
  ['twice', { review: 'withdrawn' }, 'review_is_over'],
])('a buyer may change his mind %s', (_, facts, code) => {
  expect(canWithdraw(anRma(facts))?.code).toBe(code);
});

test('what the books of a shop lack can be written again, whatever the kind of the return', () => {
  const shopBooks: Rma['shopBooks'] = [{ refundId: 'rfd_1', state: 'refused', message: '' }];
  const paid = anRma({ resolution: 'refund_only', channelPush: 'failed', shopBooks });
  expect(personGuards.tell_again(paid)).toBeNull();
  expect(outcomeOf(decide(paid, { type: 'tell_again' }, aContext()))).toBe('shop_record_asked_again');
});
