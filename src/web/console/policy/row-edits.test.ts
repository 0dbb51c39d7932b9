import { expect, test } from 'vitest';
import type { Row } from './content.ts';
import { keysOf, moved, withEffects, withOutcomeKind } from './row-edits.ts';

const row: Row = {
  id: 'a',
  condition: 'is_quality',
  outcome: { kind: 'approve' },
  effects: { returnFreight: 'seller' },
  basis: '办法 1',
  label: { zh: '甲', en: 'A' },
};

test('a row moves to its place, and no further than the end', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 0, 9)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['c', 'a', 'b']);
});

test('another outcome drops the effects that do not go with it', () => {
  expect(withOutcomeKind(row, 'escalate')).toEqual({
    id: 'a',
    condition: 'is_quality',
    outcome: { kind: 'escalate', level: 1 },
    basis: '办法 1',
    label: { zh: '甲', en: 'A' },
  });
});

test('an effect that is taken back leaves nothing behind', () => {
  expect(withEffects(row, { returnFreight: undefined })).not.toHaveProperty('effects');
  expect(withEffects(row, { returnAddress: 'north' }).effects).toEqual({
    returnFreight: 'seller',
    returnAddress: 'north',
  });
});

test('two rows with one id have two keys', () => {
  expect(keysOf([{ id: 'a' }, { id: 'b' }, { id: 'a' }])).toEqual(['a', 'b', 'a#1']);
});
