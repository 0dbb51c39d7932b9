// npm run bench:matcher [-- --parcels=300] [--sales=4000] [--seeds=3] [--check]: how often the matcher of unknown parcels
// names the right return or order, on made-up merchants whose truth is known. Every return and order that may take goods
// is a candidate, none is sorted out beforehand. `--alone` shows how far each piece of evidence gets by itself, `--harsh`
// how the matcher does where twice as much is lost.
import { parseArgs } from 'node:util';
import { type Figure, missed, printFigures } from './figures.ts';
import { alone, type Scores, scoresOf, trialOf } from './matcher/measure.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '20261123' },
    seeds: { type: 'string', default: '3' },
    parcels: { type: 'string', default: '300' },
    sales: { type: 'string', default: '4000' },
    harsh: { type: 'boolean', default: false },
    alone: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

const sales = Number(options.sales);
const size = { articles: 600, people: Math.ceil(sales * 0.7), sales, requests: Math.ceil(sales * 0.15) };
const trialsOf = (harshness: number) =>
  Array.from({ length: Number(options.seeds) }, (_, n) =>
    trialOf(Number(options.seed) + n, size, Number(options.parcels), harshness),
  );
const trials = trialsOf(1);

const startedAt = performance.now();
const scores = mean(trials.map((trial) => scoresOf(trial)));
const asked = trials.reduce((sum, { parcels, candidates }) => sum + parcels.length * candidates.length, 0);
const figures: Figure[] = [
  { name: 'matcher_parcels', value: scores.parcels, unit: '' },
  { name: 'matcher_candidates', value: trials[0]?.candidates.length ?? 0, unit: '' },
  { name: 'matcher_first', value: scores.first * 100, unit: '%', goal: { atLeast: 90 } },
  { name: 'matcher_top3', value: scores.top3 * 100, unit: '%', goal: { atLeast: 98 } },
  { name: 'matcher_micros', value: ((performance.now() - startedAt) * 1_000) / asked, unit: 'µs for each candidate' },
];
if (options.harsh) {
  const harsh = mean(trialsOf(2).map((trial) => scoresOf(trial)));
  figures.push({ name: 'matcher_first_where_twice_is_lost', value: harsh.first * 100, unit: '%' });
  figures.push({ name: 'matcher_top3_where_twice_is_lost', value: harsh.top3 * 100, unit: '%' });
}
if (options.alone) {
  for (const [name, seen] of Object.entries(alone)) {
    const { first } = mean(trials.map((trial) => scoresOf(trial, seen)));
    figures.push({ name: `matcher_first_by_${name}_alone`, value: first * 100, unit: '%' });
  }
}
printFigures(figures);
const short = missed(figures);
if (options.check && short.length > 0) {
  console.error(`short of the goal: ${short.join(', ')}`);
  process.exitCode = 1;
}

function mean(all: readonly Scores[]): Scores {
  const parcels = all.reduce((sum, one) => sum + one.parcels, 0);
  const part = (of: 'first' | 'top3') => all.reduce((sum, one) => sum + one[of] * one.parcels, 0) / parcels;
  return { first: part('first'), top3: part('top3'), parcels };
}
