import { expect, test } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

type Tree = { [key: string]: unknown };

/** Every text with its key; a text that is made by a function is made with a sample. */
function textsOf(tree: Tree, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string') return [[at, value]];
    if (typeof value === 'function') return [[at, String(value(2, 3))]];
    return value !== null && typeof value === 'object' ? textsOf({ ...value }, at) : [];
  });
}

const chinese = textsOf(zh);
const english = textsOf(en);

/** Texts that may be left out: a step or a screen that needs no second line. */
const mayBeEmpty = /\.(detail|lead)$/;
/** Names that are written so in Chinese too. */
const latinNames = /English|JPG|PNG|WebP|MB/g;

test('both languages have the same texts', () => {
  expect(english.map(([key]) => key)).toEqual(chinese.map(([key]) => key));
});

test('no text is empty but a second line that may be', () => {
  const empty = [...chinese, ...english].filter(([key, text]) => text.trim() === '' && !mayBeEmpty.test(key));
  expect(empty).toEqual([]);
});

test('no English stands in a Chinese text', () => {
  expect(chinese.filter(([, text]) => /[a-z]{2,}/i.test(text.replace(latinNames, '')))).toEqual([]);
});

test('no Chinese stands in an English text', () => {
  const rest = english.filter(([key, text]) => key !== 'shared.otherLanguage' && /\p{Script=Han}/u.test(text));
  expect(rest).toEqual([]);
});

test('a text never blames the buyer', () => {
  expect([...chinese, ...english].filter(([, text]) => /你的错|违规|your fault|you failed/i.test(text))).toEqual([]);
});

test('one and many are told apart in English', () => {
  expect([en.lines.chosen(1), en.lines.chosen(2)]).toEqual(['1 item chosen', '2 items chosen']);
});
