import { expect, test } from 'vitest';
import { reasons } from '../../../domain/policy/reasons.ts';
import { reasonTree } from './reason-tree.ts';

const all = reasons.map((code) => ({ code }));

test('every reason stands on exactly one branch', () => {
  const found = reasonTree(all).flatMap((branch) => branch.reasons.map((each) => each.code));
  expect(found.toSorted()).toEqual([...reasons].sort());
});

test('a branch without an offered reason is left out', () => {
  expect(reasonTree([{ code: 'not_shipped' }, { code: 'no_reason' }])).toEqual([
    { group: 'changed_mind', reasons: [{ code: 'no_reason' }] },
    { group: 'not_here', reasons: [{ code: 'not_shipped' }] },
  ]);
});
