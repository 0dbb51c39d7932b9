import { expect, test } from 'vitest';
import { aClaim, aParcel } from '../../../test/support/a-claim.ts';
import { aContext, anRma, at, fen, NOW, outcomeOf, yuan } from '../../../test/support/builders.ts';
import { present } from '../assert.ts';
import { journalEntriesFor } from '../ledger/journal-entries.ts';
import type { Money } from '../money.ts';
import type { ClaimState, LossClaim, LossClaimCommand } from '../recovery/loss-claim.ts';
import type { RmaCommand } from '../returns/commands.ts';
import { decide } from '../returns/decide.ts';
import { evolve } from '../returns/evolve.ts';
import { jobsFor } from '../returns/jobs.ts';
import type { Rma } from '../returns/rma.ts';
import { type Instant, plusHours } from '../time.ts';

const onTheRoad = anRma({ parcels: [aParcel] });
const DUE = plusHours(NOW, 24 * 30);

type Filing = Extract<LossClaimCommand, { type: 'file_claim' }>;
const file = (facts: Partial<Filing> = {}): Filing => ({
  type: 'file_claim',
  against: 'courier',
  party: 'yuantong',
  cause: 'lost',
  waybill: 'SF1',
  amount: yuan(60),
  reference: '',
  filedAt: NOW,
  answerDue: DUE,
  files: [],
  ...facts,
});
const { waybill: _, ...withoutWaybill } = file();
const idOf = (rma: Rma) => present(rma.claims?.at(-1)?.id, 'a claim');
const accept = (rma: Rma, amount: Money, moment: Instant = NOW): LossClaimCommand => ({
  type: 'record_claim_answer',
  claimId: idOf(rma),
  at: moment,
  outcome: 'accepted',
  amount,
});
const refuse = (rma: Rma): LossClaimCommand => ({
  type: 'record_claim_answer',
  claimId: idOf(rma),
  at: NOW,
  outcome: 'refused',
  because: '未保价',
});
const pay = (rma: Rma, amount: Money): LossClaimCommand => ({
  type: 'record_claim_payment',
  claimId: idOf(rma),
  amount,
  reference: 'YT-1',
  paidAt: NOW,
});
const appeal = (rma: Rma): LossClaimCommand => ({
  type: 'appeal_claim',
  claimId: idOf(rma),
  because: '有底单',
  appealedAt: NOW,
  answerDue: DUE,
  files: [],
});
const close = (rma: Rma, outcome: 'written_off' | 'withdrawn' = 'written_off'): LossClaimCommand => ({
  type: 'close_claim',
  claimId: idOf(rma),
  outcome,
  because: '不再追',
});

type Step = (rma: Rma) => Exclude<RmaCommand, { type: 'open_rma' }>;

/** Lives through the steps; a refusal is a mistake in the story. */
function lived(...steps: Step[]) {
  let rma = onTheRoad;
  const booked: string[] = [];
  for (const step of steps) {
    const decision = decide(rma, step(rma), aContext());
    if (!decision.ok) throw new Error(`refused: ${decision.rejection.code}`);
    for (const event of decision.value) {
      rma = evolve(rma, event);
      booked.push(...journalEntriesFor(rma, event).map(inWords));
    }
  }
  return { rma, claim: present(rma.claims?.at(-1), 'a claim'), booked };
}

const inWords = ({ kind, lines }: ReturnType<typeof journalEntriesFor>[number]): string => {
  const side = (name: 'debit' | 'credit') =>
    lines.filter((line) => line[name].minor > 0n).map((line) => `${line.role} ${line[name].minor}`);
  return `${kind}: Dr ${side('debit').join(', ')} / Cr ${side('credit').join(', ')}`;
};

const standing = ({ state, accepted, paid, writtenOff }: LossClaim): [ClaimState, ...bigint[]] => [
  state,
  accepted.minor,
  paid.minor,
  writtenOff.minor,
];

test('a lost parcel goes from the claim to the answer to the money, and each is booked where it stands (M-8, T21)', () => {
  const { rma, claim, booked } = lived(
    () => file(),
    (r) => accept(r, yuan(50)),
    (r) => pay(r, yuan(20)),
    (r) => pay(r, yuan(30)),
  );
  expect(standing(claim)).toEqual(['paid', 5_000n, 5_000n, 0n]);
  expect(booked).toEqual([
    'claim_accepted: Dr claims_receivable 5000 / Cr pending_loss 5000',
    'claim_paid: Dr bank 2000 / Cr claims_receivable 2000',
    'claim_paid: Dr bank 3000 / Cr claims_receivable 3000',
  ]);
  // The courier's own word: the parcel is lost, and its lines are for a person to mark missing.
  expect(rma.parcels[0]?.status).toBe('lost');
  expect(rma.lines.map(({ reception }) => reception)).not.toContain('missing');
});

test('an insurer owes on its own account, and freight that is claimed back relieves the freight (M-8)', () => {
  const { booked } = lived(
    () => file({ against: 'insurer', party: '人保', cause: 'return_freight' }),
    (r) => accept(r, yuan(8)),
  );
  expect(booked).toEqual(['claim_accepted: Dr insurance_receivable 800 / Cr return_freight 800']);
});

test('a later answer raises the sum, and only the difference is booked (M-8)', () => {
  const { claim, booked } = lived(
    () => file(),
    (r) => accept(r, yuan(20)),
    appeal,
    (r) => accept(r, yuan(50)),
  );
  expect(standing(claim)).toEqual(['accepted', 5_000n, 0n, 0n]);
  expect(booked.at(-1)).toBe('claim_accepted: Dr claims_receivable 3000 / Cr pending_loss 3000');
});

test('a refused appeal leaves standing what had been granted; what had not, stays refused (M-8)', () => {
  expect(
    standing(
      lived(
        () => file(),
        (r) => accept(r, yuan(20)),
        appeal,
        refuse,
      ).claim,
    ),
  ).toEqual(['accepted', 2_000n, 0n, 0n]);
  expect(lived(() => file(), refuse, appeal, refuse).claim).toMatchObject({ state: 'refused', appeals: 1 });
});

test('what is written off is taken out of the books again, and comes back with a late answer (M-8)', () => {
  const given = lived(
    () => file(),
    (r) => accept(r, yuan(50)),
    (r) => pay(r, yuan(20)),
    (r) => close(r),
  );
  expect(standing(given.claim)).toEqual(['written_off', 2_000n, 2_000n, 3_000n]);
  expect(given.booked.at(-1)).toBe('claim_written_off: Dr pending_loss 3000 / Cr claims_receivable 3000');
  const late = lived(
    () => file(),
    (r) => accept(r, yuan(50)),
    (r) => close(r),
    (r) => accept(r, yuan(50)),
    (r) => pay(r, yuan(50)),
  );
  expect(standing(late.claim)).toEqual(['paid', 5_000n, 5_000n, 0n]);
});

test.each<[string, Partial<LossClaim>, (rma: Rma) => LossClaimCommand, string]>([
  ['more than was claimed', {}, (r) => accept(r, yuan(11)), 'claim_answer_exceeds'],
  [
    'less than was granted before',
    { state: 'accepted', accepted: yuan(8) },
    (r) => accept(r, yuan(7)),
    'claim_answer_lowers',
  ],
  ['the same again', { state: 'accepted', accepted: yuan(8) }, (r) => accept(r, yuan(8)), 'claim_answered_already'],
  ['money of which nothing is granted', {}, (r) => pay(r, yuan(1)), 'claim_not_granted'],
  [
    'more money than was granted',
    { state: 'accepted', accepted: yuan(8) },
    (r) => pay(r, yuan(9)),
    'claim_payment_exceeds',
  ],
  [
    'other money',
    { state: 'accepted', accepted: yuan(8) },
    (r) => pay(r, { minor: 1n, currency: 'USD' }),
    'wrong_currency',
  ],
  ['no money', { state: 'accepted', accepted: yuan(8) }, (r) => pay(r, fen(0)), 'amount_not_positive'],
  ['an appeal before the answer', {}, appeal, 'claim_not_answered'],
  [
    'an appeal against all that was asked for',
    { state: 'paid', accepted: yuan(10), paid: yuan(10) },
    appeal,
    'claim_granted_in_full',
  ],
  [
    'a withdrawal of what is granted',
    { state: 'accepted', accepted: yuan(8) },
    (r) => close(r, 'withdrawn'),
    'claim_money_granted',
  ],
  ['an answer to what was withdrawn', { state: 'withdrawn' }, (r) => accept(r, yuan(1)), 'claim_is_over'],
  ['an answer of tomorrow', {}, (r) => accept(r, yuan(1), plusHours(NOW, 1)), 'moment_in_future'],
  ['an answer from before', {}, (r) => accept(r, yuan(1), at('2026-01-01T00:00:00Z')), 'moment_before_claim'],
  ['an unknown claim', {}, () => ({ ...close(anRma({ claims: [aClaim({ id: 'clm_2' })] })) }), 'claim_not_found'],
])('no claim takes %s (M-8)', (_, facts, command, code) => {
  const rma = anRma({ parcels: [aParcel], claims: [aClaim(facts)] });
  expect(outcomeOf(decide(rma, command(rma), aContext()))).toBe(code);
});

test.each<[string, Partial<LossClaim> | null, LossClaimCommand, string]>([
  ['while one is open', {}, file(), 'claim_exists'],
  ['after a refusal', { state: 'refused' }, file(), 'claim_exists'],
  ['after a lost parcel was paid for', { state: 'paid', accepted: yuan(10), paid: yuan(10) }, file(), 'claim_exists'],
  ['after it was given up', { state: 'written_off' }, file(), 'claim_exists'],
  [
    'after all of the damage was paid for',
    { state: 'paid', cause: 'damaged', accepted: yuan(10), paid: yuan(10) },
    file({ cause: 'damaged' }),
    'claim_filed',
  ],
  ['after it was withdrawn', { state: 'withdrawn' }, file(), 'claim_filed'],
  ['for another cause', {}, file({ cause: 'damaged' }), 'claim_filed'],
  ['against another', {}, file({ against: 'insurer' }), 'claim_filed'],
  ['for another parcel', {}, file({ waybill: 'SF2' }), 'claim_filed'],
  ['against a courier without a waybill', null, withoutWaybill, 'waybill_needed'],
  ['to be answered before it is made', null, file({ answerDue: NOW }), 'answer_due_too_early'],
])('a claim is made anew %s: %#', (_, before, command, outcome) => {
  const rma = anRma({ parcels: [aParcel], claims: before ? [aClaim(before)] : [] });
  expect(outcomeOf(decide(rma, command, aContext()))).toBe(outcome);
});

test('the day of the answer is watched, and again after an appeal (M-8)', () => {
  const { rma } = lived(() => file(), refuse, appeal);
  const watched = (type: 'claim_filed' | 'claim_appealed') => {
    const claimId = idOf(rma);
    const facts = { claimId, at: NOW, answerDue: DUE, proof: [] };
    return jobsFor(
      rma,
      type === 'claim_appealed'
        ? { type, because: '', ...facts }
        : { type, against: 'courier', party: 'yuantong', cause: 'lost', amount: yuan(1), reference: '', ...facts },
    );
  };
  for (const type of ['claim_filed', 'claim_appealed'] as const) {
    expect(watched(type)).toEqual([
      { kind: 'claim_due', rmaId: rma.id, claimId: idOf(rma), runAt: DUE, jobKey: `claim:${idOf(rma)}` },
    ]);
  }
});
