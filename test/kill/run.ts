// Kills the workers that pay refunds, over and over, and shows that each refund is paid once all the same.
// npm run test:kill -- --refunds=20000 --minutes=55
import { parseArgs } from 'node:util';
import { chaos, paidAndUnheard, total } from './chaos.ts';
import { isClean } from './judge.ts';
import { killPoints } from './points.ts';

const { values } = parseArgs({
  options: {
    refunds: { type: 'string', default: '20000' },
    minutes: { type: 'string', default: '55' },
    seed: { type: 'string', default: '1' },
    payers: { type: 'string', default: '3' },
    hands: { type: 'string', default: '6' },
    lives: { type: 'string', default: '2' },
    sleepy: { type: 'string', default: '0.005' },
    'restart-every-seconds': { type: 'string', default: '12' },
  },
});

const seen = await chaos({
  refunds: Number(values.refunds),
  seed: Number(values.seed),
  payers: Number(values.payers),
  hands: Number(values.hands),
  lives: Number(values.lives),
  sleepy: Number(values.sleepy),
  forged: 0.05,
  restartEveryMs: Number(values['restart-every-seconds']) * 1_000,
  atMostMs: Number(values.minutes) * 60_000,
  onProgress: (line) => console.log(line),
});

const { verdict, faults } = seen;
const kills = total(seen.kills);
// A process that is killed cuts every payment that it has in hand; each of them is a trial.
const cut = total(seen.cut);
const unheard = paidAndUnheard.reduce((sum, kind) => sum + (faults[kind] ?? 0), 0);
console.log('\nbetween the claim and the answer to the commit, by the point passed last');
console.log('                     processes killed   payments cut');
const most = Math.max(1, ...Object.values(seen.cut));
for (const point of killPoints) {
  const bar = '█'.repeat(Math.round((seen.cut[point] / most) * 40));
  console.log(
    `  ${point.padEnd(18)} ${String(seen.kills[point]).padStart(16)} ${String(seen.cut[point]).padStart(14)} ${bar}`,
  );
}
console.log(`seed                     ${values.seed}`);
console.log(`refunds                  ${verdict.refunds}`);
console.log(`processes killed         ${kills}`);
console.log(`payments cut             ${cut}`);
console.log(`zombies                  ${seen.zombies}`);
console.log(`crashes of the database  ${seen.restarts}`);
console.log(`paid and answer lost     ${unheard}`);
console.log(`other faults             ${JSON.stringify(faults)}`);
console.log(`minutes                  ${(seen.seconds / 60).toFixed(1)}`);
console.log(`doubled                  ${verdict.doubled.length}`);
console.log(`lost                     ${verdict.lost.length}`);
console.log(`half-posted              ${verdict.halfPosted.length}`);
if (cut > 0) console.log(`At 95 % less than ${((3 / cut) * 100).toFixed(4)} % of payments so cut come to harm (3/N).`);
for (const line of [...verdict.doubled, ...verdict.lost, ...verdict.halfPosted].slice(0, 20)) console.log(`  ${line}`);
for (const line of seen.complaints.slice(0, 5)) console.log(`  unasked: ${line}`);
if (!isClean(verdict)) process.exitCode = 1;
