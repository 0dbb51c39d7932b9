import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+8613800000000', "'+8613800000000"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['棉麻衬衫 3-5', '棉麻衬衫 3-5'],
  ['a,b', '"a,b"'],
  ['=a"b', '"\'=a""b"'],
])('the cell %j is written as %j', (value, written) => {
  expect(toCsv([[value]])).toBe(`\ufeff${written}\r\n`);
});
