import { expect, test } from 'vitest';
import { begin, edited, redone, undone } from './history.ts';

test('undo goes back step by step, redo forth again', () => {
  const history = edited(edited(begin('a'), 'b'), 'c');
  expect(undone(history).now).toBe('b');
  expect(undone(undone(history)).now).toBe('a');
  expect(undone(undone(undone(history))).now).toBe('a');
  expect(redone(undone(history)).now).toBe('c');
});

test('typing into one field is one step, into two fields it is two', () => {
  const typed = edited(edited(edited(begin('a'), 'ab', 'name'), 'abc', 'name'), 'abc!', 'basis');
  expect(undone(typed).now).toBe('abc');
  expect(undone(undone(typed)).now).toBe('a');
});

test('after an undo, typing into the same field is a step of its own', () => {
  const typed = edited(undone(edited(begin('a'), 'b', 'name')), 'c', 'name');
  expect(undone(typed).now).toBe('a');
});

test('a new edit forgets what was undone', () => {
  expect(redone(edited(undone(edited(begin('a'), 'b')), 'c')).now).toBe('c');
});
