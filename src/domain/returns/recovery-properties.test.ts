import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aParcel } from '../../../test/support/a-claim.ts';
import { aContext, anRma, fen, NOW } from '../../../test/support/builders.ts';
import { assert, present } from '../assert.ts';
import type { AccountRole } from '../ledger/accounts.ts';
import { journalEntriesFor } from '../ledger/journal-entries.ts';
import { type ClaimId, isOpenClaim, type LossClaimCommand } from '../recovery/loss-claim.ts';
import { type PostageCommand, paidByInsurer, paidByUs, paidTwice } from '../recovery/postage.ts';
import { decide } from '../returns/decide.ts';
import { evolve } from '../returns/evolve.ts';
import type { Rma } from '../returns/rma.ts';
import { plusHours } from '../time.ts';

const CLAIMED = 5_000;
const amount = fc.oneof(fc.integer({ min: 0, max: CLAIMED + 500 }), fc.constant(CLAIMED)).map(fen);
const which = fc.nat(2);

type Step = (rma: Rma) => LossClaimCommand | PostageCommand;

const claimIn = (rma: Rma, n: number): ClaimId => rma.claims?.[n % rma.claims.length]?.id ?? 'clm_none';

const claimSteps: fc.Arbitrary<Step>[] = [
  fc.constantFrom('lost', 'damaged').map((cause) => () => ({
    type: 'file_claim',
    against: 'courier',
    party: 'yuantong',
    cause,
    waybill: 'SF1',
    amount: fen(CLAIMED),
    reference: '',
    filedAt: NOW,
    answerDue: plusHours(NOW, 1),
    files: [],
  })),
  fc.tuple(which, amount).map(([n, sum]) => (rma) => ({
    type: 'record_claim_answer',
    claimId: claimIn(rma, n),
    at: NOW,
    outcome: 'accepted',
    amount: sum,
  })),
  which.map((n) => (rma) => ({
    type: 'record_claim_answer',
    claimId: claimIn(rma, n),
    at: NOW,
    outcome: 'refused',
    because: 'x',
  })),
  fc.tuple(which, amount).map(([n, sum]) => (rma) => ({
    type: 'record_claim_payment',
    claimId: claimIn(rma, n),
    amount: sum,
    reference: 'x',
    paidAt: NOW,
  })),
  which.map((n) => (rma) => ({
    type: 'appeal_claim',
    claimId: claimIn(rma, n),
    because: 'x',
    appealedAt: NOW,
    answerDue: plusHours(NOW, 2),
    files: [],
  })),
  fc.tuple(which, fc.constantFrom('written_off', 'withdrawn')).map(([n, outcome]) => (rma) => ({
    type: 'close_claim',
    claimId: claimIn(rma, n),
    outcome,
    because: 'x',
  })),
];

const waybill = fc.constantFrom('SF1', 'SF2');
const postageSteps: fc.Arbitrary<Step>[] = [
  fc.tuple(waybill, fc.boolean()).map(([of, insured]) => () => ({
    type: 'ask_postage',
    waybill: of,
    amount: fen(CLAIMED),
    insured,
    files: [],
    by: 'buyer',
  })),
  fc.tuple(waybill, amount).map(([of, sum]) => () => ({
    type: 'record_insurance',
    waybill: of,
    outcome: 'paid',
    amount: sum,
    reference: 'x',
    at: NOW,
  })),
  waybill.map((of) => () => ({ type: 'record_insurance', waybill: of, outcome: 'refused', because: 'x', at: NOW })),
  fc.tuple(waybill, amount, fc.constantFrom('merchant', 'platform')).map(([of, sum, by]) => () => ({
    type: 'pay_postage',
    waybill: of,
    by,
    amount: sum,
    reference: 'x',
    paidAt: NOW,
  })),
  waybill.map((of) => () => ({ type: 'decline_postage', waybill: of, because: 'x' })),
  fc.tuple(waybill, fc.constantFrom('recovered', 'waived')).map(([of, outcome]) => () => ({
    type: 'recover_postage',
    waybill: of,
    outcome,
    reference: 'x',
  })),
];

const start = anRma({ parcels: [aParcel, { ...aParcel, waybill: 'SF2' }] });

/** Lives through what is allowed, and hands each state with the balances of the accounts to `check`. */
function live(steps: readonly Step[], check: (rma: Rma, balance: (role: AccountRole) => bigint) => void): number {
  let rma = start;
  let taken = 0;
  const balances = new Map<AccountRole, bigint>();
  for (const step of steps) {
    const decision = decide(rma, step(rma), aContext());
    if (!decision.ok) continue;
    taken += 1;
    for (const event of decision.value) {
      rma = evolve(rma, event);
      for (const { role, debit, credit } of journalEntriesFor(rma, event).flatMap(({ lines }) => lines)) {
        balances.set(role, (balances.get(role) ?? 0n) + debit.minor - credit.minor);
      }
      check(rma, (role) => balances.get(role) ?? 0n);
    }
  }
  return taken;
}

test('whatever is answered, paid and appealed in whatever order: nothing above its ceiling, and the books hold what is owed (M-8)', () => {
  let taken = 0;
  const anyTale = fc.array(fc.oneof(...claimSteps), { minLength: 5, maxLength: 40, size: 'max' });
  fc.assert(
    fc.property(anyTale, (all) => {
      taken += live(all, (rma, balance) => {
        const claims = rma.claims ?? [];
        for (const { amount: claimed, accepted, paid, writtenOff, state } of claims) {
          assert(accepted.minor >= 0n && accepted.minor <= claimed.minor, 'granted at most what was claimed');
          assert(paid.minor >= 0n && paid.minor <= accepted.minor, 'paid at most what was granted');
          assert(writtenOff.minor >= 0n && writtenOff.minor + accepted.minor <= claimed.minor, 'no sum twice');
          assert(state !== 'paid' || paid.minor === accepted.minor, 'paid is all that was granted');
          assert(state !== 'refused' || accepted.minor === 0n, 'refused is nothing granted');
        }
        for (const cause of ['lost', 'damaged']) {
          assert(claims.filter((c) => c.cause === cause && isOpenClaim(c)).length <= 1, 'one open claim of a kind');
        }
        const sum = (of: 'accepted' | 'paid') => claims.reduce((total, claim) => total + claim[of].minor, 0n);
        expect(balance('claims_receivable')).toBe(sum('accepted') - sum('paid'));
        expect(balance('bank')).toBe(sum('paid'));
        expect(balance('pending_loss')).toBe(-sum('accepted'));
      });
    }),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(1_000);
});

test('whoever pays in whatever order: postage costs us at most what was asked, and what the buyer has twice is known (L-6)', () => {
  let taken = 0;
  const steps = fc.array(fc.oneof(...postageSteps), { minLength: 5, maxLength: 30, size: 'max' });
  fc.assert(
    fc.property(steps, (all) => {
      taken += live(all, (rma, balance) => {
        const postages = rma.postages ?? [];
        assert(new Set(postages.map((p) => p.waybill)).size === postages.length, 'one for each parcel');
        for (const postage of postages) {
          const [ours, theirs, asked] = [paidByUs(postage).minor, paidByInsurer(postage).minor, postage.asked.minor];
          assert(ours <= asked, 'we pay at most what was asked');
          assert(paidTwice(postage).minor <= ours, 'twice is at most what we paid');
          const both = [ours, ours + theirs - asked].toSorted((a, b) => (a < b ? -1 : 1))[0] ?? 0n;
          const expected = postage.recovery || both <= 0n ? 0n : both;
          assert(paidTwice(postage).minor === expected, 'what is over is ours as far as we paid');
        }
        const back = postages.reduce(
          (total, { recovery }) => total + (recovery?.outcome === 'recovered' ? recovery.amount.minor : 0n),
          0n,
        );
        const ours = postages.reduce((total, postage) => total + paidByUs(postage).minor, 0n);
        expect(balance('return_freight')).toBe(ours - back);
      });
    }),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(1_000);
});

test('while the insurer has it, nobody else pays (L-6)', () => {
  const asked = evolve(start, {
    type: 'postage_asked',
    waybill: 'SF1',
    amount: fen(CLAIMED),
    insured: true,
    by: 'buyer',
    at: NOW,
    proof: [],
  });
  fc.assert(
    fc.property(amount, fc.constantFrom('merchant', 'platform'), (sum, by) => {
      const decision = decide(
        asked,
        { type: 'pay_postage', waybill: 'SF1', by, amount: sum, reference: 'x', paidAt: NOW, goodwill: true },
        aContext(),
      );
      expect(decision.ok).toBe(false);
    }),
  );
  expect(present(asked.postages?.[0], 'the postage').payouts).toEqual([]);
});
