import { expect, test } from 'vitest';
import { canSave } from './can-save.ts';

const edited = { dirty: true, saving: false, name: '退货政策' };

test.each([
  ['that was edited can be saved', {}, true],
  ['that was not edited cannot', { dirty: false }, false],
  ['that is being saved cannot', { saving: true }, false],
  ['without a name cannot', { name: '' }, false],
  ['whose name is blank cannot', { name: ' \u3000' }, false],
])('a draft %s (R-4)', (_, change, answer) => {
  expect(canSave({ ...edited, ...change })).toBe(answer);
});
