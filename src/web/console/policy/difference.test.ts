import { expect, test } from 'vitest';
import type { Content, Row } from './content.ts';
import { comings, differenceOf, isSame, type RowChange } from './difference.ts';
import { moved, withNewRow, withOutcomeKind, withoutRow, withRow, withRows } from './row-edits.ts';

const aRow = (id: string, facts: Partial<Row> = {}): Row => ({
  id,
  condition: 'is_quality',
  outcome: { kind: 'approve' },
  basis: '办法 1',
  label: { zh: id, en: id },
  ...facts,
});

const content: Content = {
  rows: ['a', 'b', 'c', 'd', 'e'].map((id) => aRow(id)),
  windowDays: 7,
  timeZone: 'Asia/Shanghai',
  holidays: ['2026-10-01'],
  approvalLimit: { minor: '50000', currency: 'CNY' },
  autoRefundLimit: null,
  reviewHours: 24,
  resaleBasisPoints: 6000,
  refundWithoutReturn: null,
  approvals: null,
  autoActions: null,
  clockHours: null,
};

const told = (changes: readonly RowChange[]): string[] =>
  changes.map((change) =>
    change.kind === 'changed'
      ? `${change.row.id} ${change.parts.join('+')}${change.moved ? ` ${change.from}→${change.to}` : ''}`
      : `${change.kind} ${change.row.id}`,
  );
const rowsChanged = (after: Content): string[] => told(differenceOf(content, after).rows);

test('the same rules, read twice, have no difference', () => {
  expect(isSame(differenceOf(content, structuredClone(content)))).toBe(true);
  const spelled = withRow(content, 0, { ...aRow('a'), effects: undefined });
  expect(isSame(differenceOf(content, spelled))).toBe(true);
});

test('one row that moves is one move, whatever it passes', () => {
  expect(rowsChanged(withRows(content, moved(content.rows, 0, 4)))).toEqual(['moved a']);
  expect(rowsChanged(withRows(content, moved(content.rows, 4, 0)))).toEqual(['moved e']);
});

test('rows that shift because one came or went have not moved', () => {
  expect(rowsChanged(withNewRow(content, 0, aRow('new')))).toEqual(['added new']);
  expect(rowsChanged(withoutRow(content, 1))).toEqual(['removed b']);
});

test('a changed row names what changed in it', () => {
  const row = withOutcomeKind({ ...aRow('c'), basis: '办法 2' }, 'ask_evidence');
  expect(rowsChanged(withRow(content, 2, row))).toEqual(['c outcome+basis']);
});

test('a row may change and move at once', () => {
  const changed = withRow(content, 0, aRow('a', { condition: 'is_no_reason' }));
  expect(rowsChanged(withRows(changed, moved(changed.rows, 0, 3)))).toEqual(['a condition 1→4']);
});

test('terms are named', () => {
  const after: Content = { ...content, windowDays: 15, refundWithoutReturn: { maxAmount: content.approvalLimit } };
  expect(differenceOf(content, after)).toEqual({ rows: [], terms: ['windowDays', 'refundWithoutReturn'] });
});

const limit = { minor: '200000', currency: 'CNY' };

test('approvals, automatic actions and hours that change are named (R-7, R-8)', () => {
  const rules = [{ over: limit, level: 2 }];
  const actions: Content['autoActions'] = [{ clock: 'review', hoursBefore: 6, action: 'remind' }];
  const set: Content = { ...content, approvals: rules, autoActions: actions, clockHours: { ship: 48 } };
  const named = (before: Content, after: Content) => differenceOf(before, after).terms;
  expect(named(content, set)).toEqual(['approvals', 'autoActions', 'clockHours']);
  expect(named(set, structuredClone(set))).toEqual([]);
  expect(named(set, { ...set, approvals: [{ over: limit, level: 2, fourEyes: true }] })).toEqual(['approvals']);
  expect(named(set, { ...set, clockHours: { ship: 48, pay: 24 } })).toEqual(['clockHours']);
});

test('to have no automatic action is the same said in two ways; to switch approvals on is a change', () => {
  const emptied: Content = { ...content, autoActions: [], clockHours: {} };
  expect(differenceOf(content, emptied).terms).toEqual([]);
  expect(differenceOf(content, { ...content, approvals: [] }).terms).toEqual(['approvals']);
});

test('of a list, what came and what went is told as often as it did, in whatever order', () => {
  expect(comings(['a', 'a', 'b'], ['b', 'a', 'c'])).toEqual({ gone: ['a'], come: ['c'] });
  expect(comings(['a', 'b'], ['b', 'a'])).toEqual({ gone: [], come: [] });
});
