import { expect, test } from 'vitest';
import { aParcel, aPostage } from '../../../test/support/a-claim.ts';
import { aContext, anRma, eventIn, fen, NOW, outcomeOf, yuan } from '../../../test/support/builders.ts';
import { journalEntriesFor } from '../ledger/journal-entries.ts';
import { type Postage, type PostageCommand, postageState } from '../recovery/postage.ts';
import { decide } from '../returns/decide.ts';
import { evolve } from '../returns/evolve.ts';
import type { Rma } from '../returns/rma.ts';

const sent = (facts: Partial<Rma> = {}) => anRma({ parcels: [aParcel], ...facts });
const withPostage = (facts: Partial<Postage>, rma: Partial<Rma> = {}) => sent({ postages: [aPostage(facts)], ...rma });

const ask: PostageCommand = {
  type: 'ask_postage',
  waybill: 'SF1',
  amount: yuan(10),
  insured: false,
  files: [],
  by: 'buyer',
};
const pay = (facts: Partial<Extract<PostageCommand, { type: 'pay_postage' }>> = {}): PostageCommand => ({
  type: 'pay_postage',
  waybill: 'SF1',
  by: 'merchant',
  amount: yuan(10),
  reference: 'B1',
  paidAt: NOW,
  ...facts,
});
const insurerPays = (amount = yuan(10)): PostageCommand => ({
  type: 'record_insurance',
  waybill: 'SF1',
  outcome: 'paid',
  amount,
  reference: 'I1',
  at: NOW,
});
const insurerRefuses: PostageCommand = {
  type: 'record_insurance',
  waybill: 'SF1',
  outcome: 'refused',
  because: '超期',
  at: NOW,
};
const paidByMerchant = { by: 'merchant', amount: yuan(10), reference: 'B1', at: NOW } as const;

test.each<[string, Rma, PostageCommand, string]>([
  ['is asked for where a parcel is announced', sent(), ask, 'postage_asked'],
  ['is asked for once for each parcel', withPostage({}), ask, 'postage_exists'],
  ['is asked for no parcel that nobody announced', sent(), { ...ask, waybill: 'SF9' }, 'parcel_not_found'],
  ['is asked for nothing before a parcel is announced', anRma(), ask, 'parcel_not_found'],
  [
    'is nobody’s where the goods were refused at the door',
    sent({ resolution: 'refused_delivery' }),
    ask,
    'goods_do_not_come_back',
  ],
  ['of nothing is none', sent(), { ...ask, amount: fen(0) }, 'amount_not_positive'],
  ['is paid', withPostage({}), pay(), 'postage_paid'],
  ['is not paid while the insurer has it', withPostage({ insured: true }), pay(), 'insurer_first'],
  [
    'is not declined while the insurer has it',
    withPostage({ insured: true }),
    { type: 'decline_postage', waybill: 'SF1', because: 'x' },
    'insurer_first',
  ],
  [
    'is paid when the insurer has refused',
    withPostage({ insured: true, insurance: { outcome: 'refused', because: 'x', at: NOW } }),
    pay(),
    'postage_paid',
  ],
  [
    'is paid up to what the insurer has left',
    withPostage({ insured: true, insurance: { outcome: 'paid', amount: yuan(6), reference: 'I', at: NOW } }),
    pay({ amount: yuan(5) }),
    'postage_exceeds',
  ],
  ['is not paid above what was asked for', withPostage({}), pay({ amount: fen(1_001) }), 'postage_exceeds'],
  ['is not paid again', withPostage({ payouts: [paidByMerchant] }), pay({ amount: fen(1) }), 'postage_paid_already'],
  [
    'that is the buyer’s own is not paid by the merchant',
    withPostage({}, { returnTerms: { returnFreight: 'buyer', basis: 'L-CPL 25' } }),
    pay(),
    'freight_is_buyers',
  ],
  [
    'that is the buyer’s own is paid out of goodwill',
    withPostage({}, { returnTerms: { returnFreight: 'buyer', basis: 'L-CPL 25' } }),
    pay({ goodwill: true }),
    'postage_paid',
  ],
  [
    'that is the buyer’s own may be paid by a platform that decides so',
    withPostage({}, { returnTerms: { returnFreight: 'buyer', basis: 'L-CPL 25' } }),
    pay({ by: 'platform' }),
    'postage_paid',
  ],
  ['may be paid after all', withPostage({ declined: { because: 'x', at: NOW } }), pay(), 'postage_paid'],
  [
    'is refused by an insurer once',
    withPostage({ insurance: { outcome: 'refused', because: 'x', at: NOW } }),
    insurerRefuses,
    'insurance_answered',
  ],
  [
    'that was paid once is not recovered',
    withPostage({ payouts: [paidByMerchant] }),
    { type: 'recover_postage', waybill: 'SF1', outcome: 'recovered', reference: 'x' },
    'nothing_paid_twice',
  ],
])('postage %s (L-6)', (_, rma, command, outcome) => {
  expect(outcomeOf(decide(rma, command, aContext()))).toBe(outcome);
});

test('an insurer that pays after the merchant is recorded, and what the buyer has twice is said until it is settled (L-6)', () => {
  let rma = withPostage({ payouts: [paidByMerchant] });
  const paid = decide(rma, insurerPays(yuan(12)), aContext());
  expect(eventIn(paid, 'postage_insured_paid').again).toEqual(yuan(10));
  rma = evolve(rma, eventIn(paid, 'postage_insured_paid'));
  expect(rma.postages?.map(postageState)).toEqual(['paid_twice']);
  const back = decide(
    rma,
    { type: 'recover_postage', waybill: 'SF1', outcome: 'recovered', reference: 'x' },
    aContext(),
  );
  rma = evolve(rma, eventIn(back, 'postage_recovered'));
  expect(rma.postages?.map(postageState)).toEqual(['paid']);
});

test('the books know the merchant’s money and the platform’s, and nothing of the insurer’s (L-6, T15, T17)', () => {
  const booked = (command: PostageCommand, rma = withPostage({})) => {
    const decision = decide(rma, command, aContext());
    const events = decision.ok ? decision.value : [];
    return events
      .flatMap((event) => journalEntriesFor(rma, event))
      .flatMap(({ kind, lines }) => [kind, ...lines.map(({ role }) => role)]);
  };
  expect(booked(pay())).toEqual(['postage_paid', 'return_freight', 'bank']);
  expect(booked(pay({ by: 'platform' }))).toEqual(['postage_paid', 'return_freight', 'platform_receivable']);
  expect(booked(insurerPays())).toEqual([]);
  const twice = withPostage({
    payouts: [paidByMerchant],
    insurance: { outcome: 'paid', amount: yuan(10), reference: 'I', at: NOW },
  });
  const settle = (outcome: 'recovered' | 'waived'): PostageCommand => ({
    type: 'recover_postage',
    waybill: 'SF1',
    outcome,
    reference: 'x',
  });
  expect(booked(settle('recovered'), twice)).toEqual(['postage_recovered', 'bank', 'return_freight']);
  expect(booked(settle('waived'), twice)).toEqual([]);
});
