import { expect, test } from 'vitest';
import { aLine, cny } from '../../../test/support/a-refund.ts';
import { sum } from '../money.ts';
import type { LocalDate } from '../time.ts';
import { type BlueInvoice, checkBlueLines, confirmationFor, linesOfWholeOrder } from './blue-invoice.ts';
import { type RedReason, redsDue, uncovered } from './red-due.ts';
import { afterSheet, redStates, whyNot } from './red-task.ts';

const blue = (facts: Partial<BlueInvoice> = {}, redGross = 0): BlueInvoice => ({
  id: 'inv_1',
  number: '26330000000000000001',
  issuedOn: '2026-09-01' as LocalDate,
  buyerKind: 'company',
  booked: null,
  lines: [{ number: 1, orderLineId: 'oli_1', gross: cny(11_300), tax: cny(1_300), redGross: cny(redGross) }],
  ...facts,
});
const back = (amount: number, reason: RedReason = '02', line: `oli_${string}` = 'oli_1') => ({
  orderLineId: line,
  amount: cny(amount),
  reason,
});

test('an invoice over a whole order takes the tax as the remainder of each price (M-6)', () => {
  const lines = [aLine(1, { paid: cny(10_300) }), aLine(2, { paid: cny(0) }), aLine(3, { freight: cny(1_300) })];
  expect(linesOfWholeOrder(lines)).toEqual([
    { orderLineId: 'oli_1', gross: cny(10_300), tax: cny(1_185) },
    { orderLineId: 'oli_3', gross: cny(11_300), tax: cny(1_300) },
  ]);
});

test('no more is invoiced for a line than was paid for it, over all its invoices (M-6)', () => {
  const order = [aLine(1, { paid: cny(11_300) })];
  const line = (gross: number, tax = 0) => ({ orderLineId: 'oli_1' as const, gross: cny(gross), tax: cny(tax) });
  expect(checkBlueLines(order, [line(11_300, 1_300)], [])).toBeUndefined();
  expect(checkBlueLines(order, [line(1_300)], [line(10_000)])).toBeUndefined();
  expect(checkBlueLines(order, [line(1_301)], [line(10_000)])).toMatchObject({
    code: 'invoice_exceeds_order',
    field: 'lines.0.gross',
  });
  expect(checkBlueLines(order, [line(6_000), line(6_000)], [])).toMatchObject({ field: 'lines.1.gross' });
  expect(checkBlueLines(order, [{ ...line(1), orderLineId: 'oli_9' }], [])).toMatchObject({
    code: 'invoice_line_unknown',
  });
  expect(checkBlueLines(order, [line(100, 100)], [])).toMatchObject({ code: 'invoice_tax_exceeds_amount' });
  expect(checkBlueLines(order, [line(0)], [])).toMatchObject({ code: 'invoice_amount_not_positive' });
});

test('a red invoice never goes beyond what is left of the blue one; what no invoice covers needs none (M-6)', () => {
  expect(redsDue([blue()], [back(5_650)])).toMatchObject([
    { invoiceId: 'inv_1', reason: '02', gross: cny(5_650), tax: cny(650) },
  ]);
  expect(redsDue([blue({}, 11_000)], [back(5_650)])).toMatchObject([{ gross: cny(300) }]);
  expect(redsDue([blue({}, 11_300)], [back(5_650)])).toEqual([]);
  expect(redsDue([blue()], [back(5_650, '02', 'oli_2')])).toEqual([]);
});

test('the oldest invoice is taken first, and each reason has a sheet of its own (M-6)', () => {
  const later = blue({ id: 'inv_2', number: '26330000000000000002', issuedOn: '2026-09-02' as LocalDate });
  const due = redsDue([later, blue({}, 10_000)], [back(2_300), back(1_000, '04')]);
  expect(due.map(({ invoiceId, reason, gross }) => [invoiceId, reason, gross.minor])).toEqual([
    ['inv_1', '02', 1_300n],
    ['inv_2', '02', 1_000n],
    ['inv_2', '04', 1_000n],
  ]);
});

test('in whatever parts a line goes back, its red tax adds up to its blue tax to the fen (M-6)', () => {
  for (const step of [1, 7, 333, 1_999, 11_299]) {
    const taxes = [];
    for (let red = 0; red < 11_300; red += step) {
      const [due] = redsDue([blue({}, red)], [back(Math.min(step, 11_300 - red))]);
      taxes.push(due?.tax ?? cny(0));
      if (step < 7 && red > 200) break;
    }
    if (step >= 7) expect(sum(taxes, 'CNY')).toEqual(cny(1_300));
    expect(taxes.every(({ minor }) => minor >= 0n)).toBe(true);
  }
  const both = redsDue([blue()], [back(333), back(334)]);
  expect(both[0]?.lines).toEqual([{ number: 1, orderLineId: 'oli_1', gross: cny(667), tax: cny(77) }]);
});

test('what earlier red invoices cover of a refund is not asked for again (M-6)', () => {
  const lines = [back(1_000), back(500, '04')];
  expect(uncovered(lines, new Map())).toEqual(lines);
  expect(uncovered(lines, new Map([['oli_1', cny(1_200)]]))).toEqual([back(300, '04')]);
  expect(uncovered(lines, new Map([['oli_1', cny(1_500)]]))).toEqual([]);
});

test('a natural person confirms nothing; a company that has booked the invoice must (M-6)', () => {
  expect(confirmationFor({ buyerKind: 'person', booked: true })).toBe('not_needed');
  expect(confirmationFor({ buyerKind: 'company', booked: false })).toBe('not_needed');
  expect(confirmationFor({ buyerKind: 'company', booked: true })).toBe('needed');
  expect(confirmationFor({ buyerKind: 'company', booked: null })).toBe('ask');
});

test.each([
  ['01', 'confirmed'],
  ['02', 'awaiting_buyer'],
  ['04', 'confirmed'],
  ['05', 'denied'],
  ['07', 'expired'],
  ['08', 'withdrawn'],
  ['12', 'denied'],
  ['13', 'blocked'],
] as const)('a sheet at %s makes its task %s; a red number outweighs it (M-6)', (status, state) => {
  expect(afterSheet({ status, isIssued: false })).toBe(state);
  expect(afterSheet({ status, isIssued: true })).toBe('issued');
});

test('while a sheet lies at the tax platform nobody applies again or goes another way (M-6)', () => {
  const may = (action: Parameters<typeof whyNot>[0]) => redStates.filter((state) => whyNot(action, state) === null);
  expect(may('apply')).toEqual(['due', 'refused', 'denied', 'expired', 'withdrawn']);
  expect(may('withdraw')).toEqual(['awaiting_buyer', 'awaiting_us', 'confirmed']);
  expect(may('finish_by_hand')).toEqual(['due', 'queued', 'refused', 'denied', 'expired', 'withdrawn', 'blocked']);
});
