import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openMemory } from './memory.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'world-')), 'world.jsonl');

test('after a restart every case stands where it stood, and what has ended is gone', () => {
  const path = file();
  const before = openMemory(path);
  const kept = before.begin('own', 1_000);
  const done = before.begin('taobao', 2_000);
  before.record({ type: 'ordered', n: kept.n, order: { id: 'ord_1', lineIds: ['oli_1'] } });
  before.record({ type: 'asked', n: kept.n, rma: 'rma_1' });
  before.record({ type: 'sent', n: kept.n, parcel: { waybill: 'YT1', dockAt: 5_000 } });
  before.record({ type: 'ended', n: done.n });
  before.close();
  expect([...openMemory(path).cases.values()]).toEqual([kept]);
});

test('numbers are never given out twice, not even in a world that begins again', () => {
  const path = file();
  const before = openMemory(path);
  const first = before.begin('own', 1_000);
  before.beginAgain();
  before.close();
  const after = openMemory(path);
  expect(after.cases.size).toBe(0);
  expect(after.begin('own', 2_000).n).toBe(first.n + 1);
});
