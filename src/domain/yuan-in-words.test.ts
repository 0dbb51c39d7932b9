import fc from 'fast-check';
import { expect, test } from 'vitest';
import { yuanInWords } from './yuan-in-words.ts';

test.each([
  [0n, '零元整'],
  [1n, '壹分'],
  [10n, '壹角整'],
  [105n, '壹元零伍分'],
  [123_405n, '壹仟贰佰叁拾肆元零伍分'],
  [123_450n, '壹仟贰佰叁拾肆元伍角整'],
  [1_000n, '壹拾元整'],
  [10_050_000n, '壹拾万零伍佰元整'],
  [1_001_000_000n, '壹仟零壹万元整'],
  [1_000_000_100n, '壹仟万零壹元整'],
  [10_000_000_000n, '壹亿元整'],
  [10_000_100_001n, '壹亿零壹仟元零壹分'],
  [1_000_000_010_000_000n, '壹拾万亿零壹拾万元整'],
  [-11_301n, '负壹佰壹拾叁元零壹分'],
])('%d fen are %s', (fen, words) => {
  expect(yuanInWords(fen)).toBe(words);
});

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES: Readonly<Record<string, bigint>> = { 拾: 10n, 佰: 100n, 仟: 1_000n };

/** Reads the words of whole yuan back, by another way than they were made. */
function readYuan(words: string): bigint {
  const [head, tail] = splitAt(words, '亿');
  if (tail !== undefined) return readYuan(head) * 100_000_000n + readYuan(tail);
  const [front, back] = splitAt(words, '万');
  if (back !== undefined) return readYuan(front) * 10_000n + readYuan(back);
  let value = 0n;
  let digit = 0n;
  for (const letter of words) {
    const place = PLACES[letter];
    if (place) value += digit * place;
    digit = place ? 0n : BigInt(DIGITS.indexOf(letter));
  }
  return value + digit;
}

function splitAt(words: string, mark: string): [string, string | undefined] {
  const at = words.lastIndexOf(mark);
  return at < 0 ? [words, undefined] : [words.slice(0, at), words.slice(at + 1)];
}

test('the words of every amount up to a hundred billion read back as that amount, and never say two zeros in a row', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 99_999_999_999n }), (yuan) => {
      const words = yuanInWords(yuan * 100n);
      expect(readYuan(words.replace('元整', ''))).toBe(yuan);
      expect(words).not.toContain('零零');
    }),
  );
});
