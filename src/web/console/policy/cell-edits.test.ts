import { expect, test } from 'vitest';
import { type Cell, cellsOf, conditionOf, operatorsOf } from '../../../domain/policy/condition-table.ts';
import { checkCondition } from '../../../domain/policy/conditions.ts';
import { factNames } from '../../../domain/policy/fact-catalogue.ts';
import { isUnfinished, startingCell, withConstants, withOperator, withOtherFact } from './cell-edits.ts';

test('every fact begins as a cell that is a condition, and so is it under each of its operators', () => {
  for (const fact of factNames) {
    for (const operator of operatorsOf(fact)) {
      const cell = withOperator(startingCell(fact), operator);
      const condition = conditionOf([cell]);
      expect(checkCondition(condition), condition).toMatchObject({ ok: true });
      expect(cellsOf(condition), condition).toEqual([cell]);
    }
  }
});

test('another operator keeps the values that fit', () => {
  const cell: Cell = { fact: 'reason', operator: '==', value: 'other' };
  expect(withOperator(cell, 'one_of')).toEqual({ fact: 'reason', operator: 'one_of', values: ['other'] });
  const limit: Cell = { fact: 'amount', operator: '>', value: { fact: 'approval_limit' } };
  expect(withOperator(limit, '<=')).toEqual({ fact: 'amount', operator: '<=', value: { fact: 'approval_limit' } });
});

test('a list that was emptied says that something is to be chosen, and still reads as the same row', () => {
  const cell = withConstants({ fact: 'skus', operator: 'contains_any', values: ['A'] }, []);
  expect(isUnfinished(cell)).toBe(true);
  expect(cellsOf(conditionOf([cell]))).toEqual([cell]);
});

test('a value typed behind the blank replaces it', () => {
  const cell = withConstants(startingCell('shop'), ['', 'shop_1']);
  expect(cell).toEqual({ fact: 'shop', operator: '==', value: 'shop_1' });
  expect(isUnfinished(cell)).toBe(false);
});

test('only a comparison can ask for another fact', () => {
  expect(withOtherFact({ fact: 'amount', operator: '>', value: 1n }, 'order_total')).toMatchObject({
    value: { fact: 'order_total' },
  });
  const listed: Cell = { fact: 'amount', operator: 'one_of', values: [1n] };
  expect(withOtherFact(listed, 'order_total')).toBe(listed);
});
