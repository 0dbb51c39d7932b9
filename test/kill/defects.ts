// Seeds one mistake after another into a copy of the program and shows that the run of kills finds each; the program as
// it is goes first, and must come through, or being found would mean nothing.
// npm run test:kill:defects -- --only=number-per-attempt,lost-lock
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/server/package-root.ts';
import { type ChaosSeen, chaos, total } from './chaos.ts';
import { isClean } from './judge.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    refunds: { type: 'string', default: '160' },
    seed: { type: 'string', default: '1' },
  },
});

const folder = join(packageRoot, 'test', 'kill', 'defects');
const defects = readdirSync(folder)
  .filter((name) => name.endsWith('.patch'))
  .map((name) => name.slice(0, -'.patch'.length))
  .filter((name) => values.only === undefined || values.only.split(',').includes(name));
if (defects.length === 0) throw new Error(`there is no defect ${values.only}`);

const sound = await run(packageRoot);
report('no defect', isClean(sound.verdict) ? 'clean ' : 'BROKEN', sound);

let missed = 0;
for (const defect of defects) {
  const sources = seededWith(defect);
  const seen = await run(sources);
  rmSync(sources, { recursive: true, force: true });
  const isCaught = !isClean(seen.verdict);
  if (!isCaught) missed += 1;
  report(defect, isCaught ? 'caught' : 'MISSED', seen);
}
console.log(`${defects.length - missed} of ${defects.length} defects caught`);
if (missed > 0 || !isClean(sound.verdict)) process.exitCode = 1;

function run(sources: string): Promise<ChaosSeen> {
  return chaos({
    refunds: Number(values.refunds),
    seed: Number(values.seed),
    payers: 3,
    hands: 3,
    lives: 3,
    sleepy: 0.1,
    forged: 0.1,
    trouble: 2,
    restartEveryMs: 10_000,
    enoughKills: 40,
    atMostMs: 180_000,
    sources,
  });
}

function report(name: string, result: string, { verdict, kills, seconds, zombies, faults }: ChaosSeen): void {
  const { doubled, lost, halfPosted } = verdict;
  console.log(
    `${result} ${name.padEnd(28)} ${seconds.toFixed(0).padStart(4)} s, ${total(kills)} kills: ` +
      `${doubled.length} doubled, ${lost.length} lost, ${halfPosted.length} half-posted`,
  );
  // What it takes to be seen: where little of it happened, being missed says little.
  if (isClean(verdict)) console.log(`       ${zombies} zombies, ${JSON.stringify(faults)}`);
  const first = [...doubled, ...lost, ...halfPosted][0];
  if (first) console.log(`       ${first}`);
}

/** A copy of the sources with one defect in it, within the package, where the dependencies are found. */
function seededWith(defect: string): string {
  const copies = join(packageRoot, 'dist', 'kill');
  const copy = join(copies, `defect-${defect}`);
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(join(copy, 'test'), { recursive: true });
  for (const part of ['src', 'migrations', join('bench', 'lifecycle'), join('test', 'kill')])
    cpSync(join(packageRoot, part), join(copy, part), { recursive: true });
  execFileSync('git', ['apply', join(folder, `${defect}.patch`)], {
    cwd: copy,
    // The copy lies within the repository, and is none of its files.
    env: { ...process.env, GIT_CEILING_DIRECTORIES: copies },
    stdio: 'inherit',
  });
  return copy;
}
