import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cny } from '../../../test/support/a-refund.ts';
import { anOrder, anOrderLine, anRma, aRefund, NOW, yuan } from '../../../test/support/builders.ts';
import type { BlueInvoice } from '../invoicing/blue-invoice.ts';
import { type RedDue, redsDue } from '../invoicing/red-due.ts';
import { type Money, zero } from '../money.ts';
import type { RefundBooking, RmaEvent } from '../returns/events.ts';
import { evolve } from '../returns/evolve.ts';
import type { LocalDate } from '../time.ts';
import type { AccountRole } from './accounts.ts';
import type { JournalEntry } from './entry.ts';
import { journalEntriesFor } from './journal-entries.ts';
import { withBooks } from './line-books.ts';
import { termsAtFirst } from './posting-terms.ts';
import { redVatEntry, vatThatWaits } from './red-vat.ts';

const line = anOrderLine({ quantity: 1, paid: yuan(113), unitCost: yuan(60) });
const invoice = (gross: number, tax: number): BlueInvoice => ({
  id: 'inv_1',
  number: '26330000000000000001',
  issuedOn: '2026-09-01' as LocalDate,
  buyerKind: 'company',
  booked: null,
  lines: [{ number: 1, orderLineId: line.id, gross: cny(gross), tax: cny(tax), redGross: cny(0) }],
});
const part = (goods: number, facts: Partial<RefundBooking> = {}): RefundBooking => ({
  lineId: anRma().lines[0]?.id ?? 'rli_1',
  orderLineId: line.id,
  units: 1,
  goods: cny(goods),
  freight: cny(0),
  vatBasisPoints: 1_300,
  funded: [],
  ...facts,
});
const refund = (refundId: `rfd_${string}`, ...booking: RefundBooking[]) =>
  ({
    type: 'refund_requested',
    refundId,
    paymentId: 'pay_1',
    method: 'alipay',
    tradeNumber: 'T',
    amount: cny(booking.reduce((all, { goods }) => all + Number(goods.minor), 0)),
    parts: [],
    explanation: [],
    booking,
    at: NOW,
  }) satisfies RmaEvent;
const paid = (refundId: `rfd_${string}`, amount: Money): RmaEvent => ({
  type: 'refund_succeeded',
  refundId,
  gatewayReference: 'G',
  amount,
  at: NOW,
});

/** A return's books: events as the door writes them, red invoices that fall due and come to exist, and the balances. */
function booksOf(first: BlueInvoice | null, facts: Parameters<typeof anOrder>[0] = {}) {
  let blue = first;
  const order = anOrder({ lines: [line], ...facts });
  let rma = anRma({ refunds: [aRefund({ id: 'rfd_0' })] });
  if (order.shippedAt === null)
    rma = { ...rma, lines: rma.lines.map((each) => ({ ...each, reception: 'not_expected' })) };
  const events: RmaEvent[] = [];
  const open: RedDue[] = [];
  const balances = new Map<AccountRole, bigint>();
  const balance = (role: AccountRole) => Number(balances.get(role) ?? 0n);
  const post = (entries: JournalEntry[]) =>
    entries.flatMap(({ lines }) =>
      lines.map(({ role, debit, credit }) =>
        balances.set(role, (balances.get(role) ?? 0n) + debit.minor - credit.minor),
      ),
    );
  const follow = () => {
    const tasks = { minor: open.reduce((all, { tax }) => all + tax.minor, 0n), currency: 'CNY' };
    post(redVatEntry(cny(balance('red_vat')), vatThatWaits(events, tasks)));
  };
  const fallDue = (booking: readonly RefundBooking[]) => {
    if (!blue) return;
    const refunded = booking.map(({ orderLineId, goods }) => ({ orderLineId, amount: goods, reason: '02' as const }));
    const due = redsDue([blue], refunded);
    open.push(...due);
    const taken = due.reduce((all, { gross }) => all + gross.minor, 0n);
    blue = {
      ...blue,
      lines: blue.lines.map((each) => ({
        ...each,
        redGross: { ...each.redGross, minor: each.redGross.minor + taken },
      })),
    };
  };
  return {
    balance,
    order: (event: RmaEvent) => {
      const known = withBooks(order, rma, [event], termsAtFirst, blue ? [blue] : []);
      for (const each of known) {
        rma = evolve(rma, each);
        post(journalEntriesFor(rma, each));
      }
      events.push(...known);
    },
    pay: ({ refundId, amount, booking }: ReturnType<typeof refund>, under = refundId) => {
      events.push(paid(under, amount));
      fallDue(booking);
      follow();
    },
    reissue: (refundId: `rfd_${string}`, newRefundId: `rfd_${string}`) =>
      events.push({ type: 'refund_reissued', refundId, newRefundId, at: NOW }),
    invoiced: (told: BlueInvoice, ...refunds: ReturnType<typeof refund>[]) => {
      blue = told;
      for (const { booking } of refunds) fallDue(booking);
      follow();
    },
    issue: () => {
      open.shift();
      follow();
    },
  };
}

test('output VAT of an invoiced refund waits until the red invoice exists; the sale is reversed at once (M-6)', () => {
  const books = booksOf(invoice(11_300, 1_300));
  const whole = refund('rfd_1', part(11_300));
  books.order(whole);
  expect([books.balance('sales_revenue'), books.balance('output_vat'), books.balance('red_vat')]).toEqual([
    10_000, 0, 1_300,
  ]);
  books.pay(whole);
  expect(books.balance('red_vat')).toBe(1_300);
  books.issue();
  expect([books.balance('output_vat'), books.balance('red_vat')]).toEqual([1_300, 0]);
});

test('what no invoice covers is output VAT at the refund; the tax of the rest is that of its invoice (M-6)', () => {
  const books = booksOf(invoice(5_000, 283));
  books.order(refund('rfd_1', part(11_300)));
  // 63.00 are not invoiced, and carry 7.25 at 13 %.
  expect([books.balance('output_vat'), books.balance('red_vat')]).toEqual([725, 283]);
  expect(books.balance('sales_revenue')).toBe(11_300 - 725 - 283);
});

test('an invoice before shipping has made the VAT output VAT, though nothing is recognised yet (M-6, T1)', () => {
  const books = booksOf(invoice(11_300, 1_300), { shippedAt: null, deliveredAt: null });
  const whole = refund('rfd_1', part(11_300));
  books.order(whole);
  expect([books.balance('deferred_output_vat'), books.balance('red_vat')]).toEqual([0, 1_300]);
  books.pay(whole);
  books.issue();
  expect([books.balance('output_vat'), books.balance('contract_liability')]).toEqual([1_300, 10_000]);
});

test('an invoice told after the refund puts its VAT back until the red one exists (M-6)', () => {
  const books = booksOf(null);
  const whole = refund('rfd_1', part(11_300));
  books.order(whole);
  books.pay(whole);
  expect([books.balance('output_vat'), books.balance('red_vat')]).toEqual([1_300, 0]);
  books.invoiced(invoice(11_300, 1_300), whole);
  expect([books.balance('output_vat'), books.balance('red_vat')]).toEqual([0, 1_300]);
  books.issue();
  expect([books.balance('output_vat'), books.balance('red_vat')]).toEqual([1_300, 0]);
});

test('a refund that was refused and asked for again waits once, and is no second one when paid (M-6)', () => {
  const books = booksOf(invoice(11_300, 1_300));
  const whole = refund('rfd_1', part(11_300));
  books.order(whole);
  books.reissue('rfd_1', 'rfd_2');
  books.pay(whole, 'rfd_2');
  expect(books.balance('red_vat')).toBe(1_300);
  books.issue();
  expect(books.balance('red_vat')).toBe(0);
});

test('what another refund has used up of an invoice meanwhile stops waiting when it is paid (M-6)', () => {
  const books = booksOf(invoice(6_000, 690));
  const [one, two] = [refund('rfd_1', part(5_000)), refund('rfd_2', part(5_000))];
  books.order(one);
  books.order(two);
  books.pay(one);
  books.pay(two);
  expect(books.balance('red_vat')).toBe(690);
  books.issue();
  books.issue();
  expect(books.balance('red_vat')).toBe(0);
});

test('of one entry nothing is posted where nothing changes', () => {
  expect(redVatEntry(cny(5), cny(5))).toEqual([]);
  expect(vatThatWaits([], zero('CNY'))).toEqual(zero('CNY'));
});

test('in whatever parts it is refunded and in whatever order that happens, nothing waits in the end (M-6)', () => {
  const shares = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 4 });
  const tax = fc.integer({ min: 0, max: 1_500 });
  fc.assert(
    fc.property(shares, tax, fc.integer({ min: 2_000, max: 12_000 }), fc.boolean(), (goods, tax, gross, atOnce) => {
      const books = booksOf(invoice(gross, tax));
      const refunds = goods.map((each, i) => refund(`rfd_${i + 1}`, part(each)));
      for (const each of refunds) {
        books.order(each);
        if (atOnce) books.pay(each);
      }
      if (!atOnce) for (const each of refunds.toReversed()) books.pay(each);
      for (const _ of refunds) books.issue();
      expect(books.balance('red_vat')).toBe(0);
      const total = goods.reduce((all, each) => all + each, 0);
      if (total >= gross && atOnce) expect(books.balance('output_vat')).toBeGreaterThanOrEqual(tax);
      expect(books.balance('sales_revenue') + books.balance('output_vat')).toBe(total);
    }),
  );
});
