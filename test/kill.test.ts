import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../src/server/package-root.ts';
import { chaos, paidAndUnheard, total } from './kill/chaos.ts';
import { isClean } from './kill/judge.ts';
import { refundsOfAll } from './kill/scene.ts';

test('refunds whose workers are killed at every point, over a database that crashes, are paid and booked exactly once (M-3)', async () => {
  const seen = await chaos({
    refunds: 150,
    seed: 20_261_123,
    payers: 2,
    hands: 4,
    lives: 2,
    sleepy: 0.02,
    forged: 0.05,
    restartEveryMs: 10_000,
    atMostMs: 90_000,
  });
  const kills = total(seen.kills);
  const unheard = paidAndUnheard.reduce((sum, kind) => sum + (seen.faults[kind] ?? 0), 0);
  console.log(
    `figure kills ${kills}, payments cut ${total(seen.cut)}, zombies ${seen.zombies}, crashes ${seen.restarts}, paid and answer lost ${unheard}`,
  );
  expect(seen.verdict).toEqual({ refunds: refundsOfAll(150), doubled: [], lost: [], halfPosted: [] });
  expect(isClean(seen.verdict)).toBe(true);
  // Nobody ended whom nobody killed: a crash of the database is borne.
  expect(seen.complaints).toEqual([]);
  // A run in which nothing happened shows nothing.
  expect(kills).toBeGreaterThan(10);
  expect(seen.restarts).toBeGreaterThan(0);
  expect(unheard).toBeGreaterThan(5);
}, 300_000);

const defects = join(packageRoot, 'test', 'kill', 'defects');
const hasGit = spawnSync('git', ['--version']).status === 0;

test.skipIf(!hasGit).each(readdirSync(defects))('%s can still be seeded into the program', (patch) => {
  execFileSync('git', ['apply', '--check', join(defects, patch)], { cwd: packageRoot });
});
