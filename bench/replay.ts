// npm run bench:replay [-- --returns=100000] [--check]: how long a draft takes on a hundred thousand past returns, from the
// request to the finished report, through the job that a worker runs. Beside it the same returns read and thrown away.
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import { present } from '../src/domain/assert.ts';
import type { MerchantId, ShopId } from '../src/domain/ids.ts';
import { permissions } from '../src/domain/people/permissions.ts';
import { plusHours } from '../src/domain/time.ts';
import { systemClock } from '../src/server/clock.ts';
import { compose, composeWeb, composeWorker, type Program } from '../src/server/compose.ts';
import { loadConfig } from '../src/server/config.ts';
import { createApiKey } from '../src/server/people/api-keys.ts';
import { seedDemoPeople } from '../src/server/people/demo-people.ts';
import { casesOfPeriod, readPastDecisions } from '../src/server/policy/past-decisions.ts';
import type { Figure } from './figures.ts';
import { type FreshPostgres, measureOnFreshPostgres } from './on-fresh-postgres.ts';
import { seedPast } from './replay/seed.ts';

const { values: options } = parseArgs({
  options: { returns: { type: 'string', default: '100000' }, check: { type: 'boolean', default: false } },
});

const GOAL_SECONDS = 30;
const HOURS = 24 * 30;
const shopId: ShopId = 'shop_bench';
const secretKey = Buffer.alloc(32, 7);
const { now } = systemClock;
const until = now();
const from = plusHours(until, -HOURS);

/** What the job says of each chunk while it works. */
const spent = { read: 0, evaluate: 0, write: 0 };
const chunks = new Writable({
  write(line, _, done) {
    const { read = 0, evaluate = 0, write = 0 } = JSON.parse(String(line));
    spent.read += read;
    spent.evaluate += evaluate;
    spent.write += write;
    done();
  },
});

await measureOnFreshPostgres(options, measure);

async function measure({ url: databaseUrl, folder }: FreshPostgres): Promise<Figure[]> {
  const config = loadConfig(['--port=0', '--world=off', `--data-dir=${folder}`], {});
  const log = pino({ level: 'debug' }, chunks);
  const program = compose({ config, databaseUrl, secretKey, clock: systemClock, log });
  const merchantId = await seed(program, databaseUrl);
  const readOnly = await readAll(program, merchantId);
  const server = await composeWeb(program, { secretKey, requestsPerMinute: { caller: 1e9, address: 1e9 } });
  const { key } = await createApiKey(program.auth, merchantId, 'bench', [...permissions]);
  const call = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await server.inject({ method, url, headers: { 'x-api-key': key }, ...(payload ? { payload } : {}) });
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`);
    return answer.json();
  };
  const worker = await composeWorker(program, databaseUrl);
  const draft = await call('POST', '/api/policy/drafts', { name: 'longer window', from: 'default' });
  // Other days and another limit: the windows are counted anew for every case.
  const content = {
    ...draft.content,
    windowDays: 15,
    approvalLimit: { minor: '20000', currency: draft.content.approvalLimit.currency },
  };
  const saved = await call('PUT' as 'POST', `/api/policy/drafts/${draft.id}`, { revision: 1, name: 'x', content });
  const startedAt = performance.now();
  let trial = await call('POST', `/api/policy/drafts/${draft.id}/replays`, {
    revision: saved.revision,
    from,
    to: until,
  });
  while (trial.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 100));
    trial = await call('GET', `/api/policy/trials/${trial.id}`);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await worker.stop();
  await server.close();
  await program.close();
  console.log(`${trial.state}: ${trial.tried} tried, ${trial.untried} not, ${trial.differing} differ`);
  if (trial.state !== 'done' || trial.tried + trial.untried !== Number(options.returns)) {
    throw new Error(`the trial did not try all: ${JSON.stringify(trial).slice(0, 300)}`);
  }
  const whole = spent.read + spent.evaluate + spent.write;
  const share = (part: number) => ({ value: (part / whole) * 100, unit: '%' });
  return [
    { name: 'replay_seconds', value: seconds, unit: 's', goal: { atMost: GOAL_SECONDS } },
    { name: 'replay_cases_per_second', value: Number(options.returns) / seconds, unit: 'cases/s' },
    { name: 'replay_share_reading', ...share(spent.read) },
    { name: 'replay_share_evaluating', ...share(spent.evaluate) },
    { name: 'replay_share_writing', ...share(spent.write) },
    { name: 'replay_reading_alone', value: readOnly, unit: 's' },
    { name: 'replay_to_reading_ratio', value: seconds / readOnly, unit: 'times as long as reading alone' },
  ];
}

async function seed({ app, auth }: Program, databaseUrl: string): Promise<MerchantId> {
  const merchantId = await seedDemoPeople(auth);
  const policy = await app.db.inMerchant(merchantId, (tx) => app.policies.live(tx, merchantId));
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  await owner.query(
    `insert into shop (merchant_id, shop_id, channel, name, external_id) values ($1, $2, 'own_shop', 'Shop', 'bench')`,
    [merchantId, shopId],
  );
  const startedAt = performance.now();
  await seedPast(owner, merchantId, { policy, shopId, from, hours: HOURS, count: Number(options.returns) });
  console.log(`seeded ${options.returns} returns in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  await owner.end();
  return merchantId;
}

/** The reference: the same rows by the same statement in the same pieces, thrown away. */
async function readAll({ app }: Program, merchantId: MerchantId): Promise<number> {
  const startedAt = performance.now();
  let after = { at: '-infinity', rmaId: '' };
  let read = 0;
  for (;;) {
    const rows = await app.db.inMerchant(merchantId, (tx) =>
      readPastDecisions(tx, casesOfPeriod(merchantId, { from, to: until, after, limit: 1_000 })),
    );
    read += rows.length;
    const last = rows.at(-1);
    if (!last) break;
    after = { at: last.key, rmaId: last.rma_id };
  }
  if (present(read, 'a count') !== Number(options.returns)) throw new Error(`${read} returns were read`);
  return (performance.now() - startedAt) / 1_000;
}
