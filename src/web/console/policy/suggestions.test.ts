import { expect, test } from 'vitest';
import { completed, factsLike, wordAt } from './suggestions.ts';

test('the word before the caret is what is being typed', () => {
  expect(wordAt('is_quality && am', 16)).toEqual({ start: 14, word: 'am' });
  expect(wordAt('amount > 5', 10)).toBeNull();
  expect(wordAt('', 0)).toBeNull();
});

test('a value in quotes is no name', () => {
  expect(wordAt('reason == "am', 13)).toBeNull();
  expect(wordAt('reason == "a" && am', 19)).toEqual({ start: 17, word: 'am' });
});

test('facts are found by name, by part of it, and by what they are called in either language', () => {
  expect(factsLike('amo')).toEqual(['amount']);
  expect(factsLike('delivered')).toContain('hours_since_delivered');
  expect(factsLike('签收')).toContain('is_delivered');
});

test('a name that is complete is not suggested to itself', () => {
  expect(factsLike('amount')).not.toContain('amount');
});

test('a completed word replaces what was typed of it, also when the caret stands within', () => {
  expect(completed('is_quality && am', 16, 'amount')).toEqual({ text: 'is_quality && amount', caret: 20 });
  expect(completed('amou > 5', 2, 'amount')).toEqual({ text: 'amount > 5', caret: 6 });
});
