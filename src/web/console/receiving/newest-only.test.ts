import { expect, test } from 'vitest';
import { newestOnly } from './newest-only.ts';

test('an older answer that comes later does not replace the newer one (W-1)', async () => {
  const ask = newestOnly();
  const shown: string[] = [];
  const answers: (() => void)[] = [];
  const look = async (code: string) => {
    const isNewest = ask();
    await new Promise<void>((resolve) => answers.push(resolve));
    if (isNewest()) shown.push(code);
  };
  const looks = [look('SF1'), look('SF2')];
  answers[1]?.();
  await looks[1];
  answers[0]?.();
  await looks[0];
  expect(shown).toEqual(['SF2']);
});
