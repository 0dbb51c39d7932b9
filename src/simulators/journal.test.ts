import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from './journal.ts';

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'journal-')), 'deep', 'journal.jsonl');

function replayed(file: string): unknown[] {
  const seen: unknown[] = [];
  openJournal(file, (entry) => seen.push(entry)).close();
  return seen;
}

test('what was appended is replayed in its order', () => {
  const file = newFile();
  const journal = openJournal<{ n: number }>(file, () => {});
  journal.append({ n: 1 });
  journal.append({ n: 2 });
  journal.close();
  expect(replayed(file)).toEqual([{ n: 1 }, { n: 2 }]);
});

test('a last line that was cut by a kill is dropped, and the next one starts cleanly', () => {
  const file = newFile();
  const journal = openJournal<{ n: number }>(file, () => {});
  journal.append({ n: 1 });
  journal.close();
  appendFileSync(file, '{"n":2,"text":"退');
  expect(replayed(file)).toEqual([{ n: 1 }]);
  expect(readFileSync(file, 'utf8')).toBe('{"n":1}\n');
});

test('damage before the last line is not passed over in silence', () => {
  const file = newFile();
  openJournal(file, () => {}).close();
  writeFileSync(file, '{"n":1\n{"n":2}\n');
  expect(() => replayed(file)).toThrow();
});

test('without a file nothing is kept', () => {
  const journal = openJournal(undefined, () => {});
  expect(() => journal.append({ n: 1 })).not.toThrow();
});
