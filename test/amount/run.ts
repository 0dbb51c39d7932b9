import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Counts, compareOrders, nothingCounted } from './compare.ts';

// npm run test:amount -- --orders=1000000 --seed=1 [--workers=2]
// Works out every return of so many random orders twice and prints what was compared. Ends with 1 where anything differs.
type Share = { seed: number; orders: number };

function work({ seed, orders }: Share): void {
  const tell = (counts: Counts, done: boolean): void => parentPort?.postMessage({ counts, done });
  tell(
    compareOrders(seed, orders, (counts) => tell(counts, false)),
    true,
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: '2' },
    },
  });
  const [orders, seed, workers] = [Number(values.orders), Number(values.seed), Number(values.workers)];
  const begun = performance.now();
  const parts = Array.from({ length: workers }, nothingCounted);
  const say = (): void => {
    process.stdout.write(`${line(total(parts), performance.now() - begun)}\n`);
  };
  await Promise.all(
    parts.map((_, i) => {
      const share = Math.floor(orders / workers) + (i < orders % workers ? 1 : 0);
      // Far apart, so that no two of them draw the same orders.
      const workerData: Share = { seed: seed + i * 1_000_003, orders: share };
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), { workerData });
        worker.on('message', ({ counts }: { counts: Counts }) => {
          parts[i] = counts;
          say();
        });
        worker.on('error', reject);
        worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
      });
    }),
  );
  const all = total(parts);
  for (const disagreement of all.disagreements.slice(0, 20)) process.stdout.write(`${disagreement}\n`);
  process.stdout.write(`seed ${seed}, ${workers} workers: ${line(all, performance.now() - begun)}\n`);
  process.exitCode = all.disagreements.length > 0 || all.orders !== orders ? 1 : 0;
}

const total = (parts: readonly Counts[]): Counts =>
  parts.reduce(
    (sum, part) => ({
      orders: sum.orders + part.orders,
      passedOver: sum.passedOver + part.passedOver,
      returns: sum.returns + part.returns,
      leftToPerson: sum.leftToPerson + part.leftToPerson,
      reordered: sum.reordered + part.reordered,
      disagreements: [...sum.disagreements, ...part.disagreements],
    }),
    nothingCounted(),
  );

const line = (counts: Counts, ms: number): string =>
  `${counts.orders} orders, ${counts.returns} returns, ${counts.leftToPerson} left to a person, ` +
  `${counts.reordered} compared in two orders of returns, ${counts.passedOver} passed over, ` +
  `${counts.disagreements.length} disagreements, ${Math.round(ms / 1_000)} s`;

if (isMainThread) await main();
else work(workerData);
