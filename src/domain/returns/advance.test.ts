import { expect, test } from 'vitest';
import { aClaim } from '../../../test/support/a-claim.ts';
import { aContext, aLine, anRma, aRefund, fen, NOW, outcomeOf, yuan } from '../../../test/support/builders.ts';
import { journalEntriesFor } from '../ledger/journal-entries.ts';
import { localDate } from '../time.ts';
import { type Advance, advanceState } from './advance.ts';
import type { RmaCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { Rma, RmaLine } from './rma.ts';

const advance: Advance = {
  on: 'approval',
  day: localDate(NOW, 'Asia/Shanghai'),
  at: NOW,
  lines: [{ lineId: 'rli_1', amount: yuan(199) }],
  chases: [],
};
const paidAhead = (line: Partial<RmaLine> = {}, facts: Partial<Rma> = {}): Rma =>
  anRma({ advance, lines: [aLine({ settlement: 'settled', ...line })], refunds: [aRefund()], ...facts });
const here = { reception: 'received', receivedAt: NOW } as const;
const tryOn = (rma: Rma, command: Exclude<RmaCommand, { type: 'open_rma' }>) =>
  outcomeOf(decide(rma, command, aContext()));

test('who was paid ahead does not get the goods back as well, whatever their state (M-4, W-5)', () => {
  const to = { type: 'dispose_line', lineId: 'rli_1', quantity: 1, location: 'OUT' } as const;
  const graded = paidAhead({ ...here, inspection: 'graded', grade: 'damaged' });
  expect(tryOn(graded, { ...to, disposition: 'to_buyer' })).toBe('goods_paid_ahead');
  expect(tryOn(graded, { ...to, disposition: 'quarantine' })).toBe('line_disposed');
  const { advance: _, ...unpaid } = graded;
  expect(tryOn(unpaid, { ...to, disposition: 'to_buyer' })).toBe('line_disposed');
});

test('a receipt that was booked by mistake is undone, and what was paid ahead is out again (M-4)', () => {
  const received = paidAhead(here, { advance: { ...advance, closedAt: NOW } });
  expect(advanceState(received)).toBe('returned');
  const undone = decide(received, { type: 'undo_receipt', lineId: 'rli_1', quantity: 1, to: 'Q' }, aContext());
  expect(outcomeOf(undone)).toBe('line_receipt_undone');
  const again = undone.ok ? undone.value.reduce<Rma>(evolve, received) : received;
  expect(advanceState(again)).toBe('open');
  expect(again.advance).not.toHaveProperty('closedAt');
  expect(again.lines).toMatchObject([{ reception: 'awaiting', settlement: 'settled' }]);
  // What was paid for because the goods were here stays with them.
  const { advance: _, ...onReceipt } = received;
  expect(tryOn(onReceipt, { type: 'undo_receipt', lineId: 'rli_1', quantity: 1, to: 'Q' })).toBe(
    'refund_already_ordered',
  );
});

test.each([
  [{ writtenOff: true } as const, 'selling_loss'],
  [{}, 'pending_loss'],
])('a claim makes that loss smaller which was booked: given up %j, so %s (M-5)', (books, relieved) => {
  const writtenOff = { by: 'usr_1', because: '买家失联', at: NOW };
  const rma = paidAhead(
    { books: { sale: 'recognised', owedAt: yuan(80), ...books } },
    {
      claims: [aClaim({ amount: yuan(60) })],
      ...('writtenOff' in books ? { advance: { ...advance, writtenOff } } : {}),
    },
  );
  const roles = (of: Rma, events: Parameters<typeof journalEntriesFor>[1][]) => {
    let now = of;
    return events.flatMap((event) => {
      now = evolve(now, event);
      return journalEntriesFor(now, event).flatMap(({ lines }) =>
        lines.filter(({ role }) => role.endsWith('_loss')).map(({ role, debit, credit }) => [role, debit, credit]),
      );
    });
  };
  const answer = { type: 'record_claim_answer', claimId: 'clm_1', at: NOW, outcome: 'accepted' } as const;
  const granted = decide(rma, { ...answer, amount: yuan(60) }, aContext());
  expect(granted.ok && roles(rma, granted.value)).toEqual([[relieved, fen(0), yuan(60)]]);
  // What they do not pay after all is booked where it was taken from.
  const accepted = granted.ok ? granted.value.reduce<Rma>(evolve, rma) : rma;
  const closed = decide(
    accepted,
    { type: 'close_claim', claimId: 'clm_1', outcome: 'written_off', because: '不再追讨' },
    aContext(),
  );
  expect(closed.ok && roles(accepted, closed.value)).toEqual([[relieved, yuan(60), fen(0)]]);
});
