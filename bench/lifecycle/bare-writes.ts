import pg from 'pg';

/** The least that must be durable of one lifecycle: 13 rows written in 5 transactions. No rules, no checks, no reading. */
const SCHEMA = `
  create table bare_return (merchant text, id text, order_id text, reason text, stage text, amount bigint, version int,
    updated_at timestamptz, primary key (merchant, id));
  create table bare_line (merchant text, return_id text, id text, sku text, quantity int, state text,
    primary key (merchant, return_id, id));
  create table bare_event (merchant text, return_id text, seq int, type text, data jsonb, at timestamptz,
    primary key (merchant, return_id, seq));
  create table bare_refund (merchant text, id text, return_id text, amount bigint, state text, at timestamptz,
    primary key (merchant, id));
  create table bare_journal_line (merchant text, entry_id text, line_no int, account text, debit bigint, credit bigint,
    primary key (merchant, entry_id, line_no))`;

const statements = {
  begin: 'begin',
  commit: 'commit',
  return: `insert into bare_return values ($1, $2, $3, 'no_reason', 'opened', 19900, 1, now())`,
  line: `insert into bare_line values ($1, $2, 'line_1', 'COAT-M', 1, 'awaiting')`,
  stage: 'update bare_return set stage = $3, version = version + 1, updated_at = now() where merchant = $1 and id = $2',
  event: 'insert into bare_event values ($1, $2, $3, $4, $5, now())',
  refund: `insert into bare_refund values ($1, $2, $2, 19900, 'succeeded', now())`,
  journal: `insert into bare_journal_line values ($1, $2, 1, 'payable', 19900, 0), ($1, $2, 2, 'gateway', 0, 19900)`,
} as const;

const STAGES = ['approved', 'received', 'inspected', 'refunded'] as const;
const MERCHANT = 'mer_bare';

/** A database of its own on the same server, and connections to it, all prepared. */
export type BareWrites = {
  run(count: number, concurrency: number): Promise<number>;
  analyze(): Promise<unknown>;
  close(): Promise<void>;
};

export async function openBareWrites(serverUrl: string, maxConcurrency: number): Promise<BareWrites> {
  const owner = new pg.Client({ connectionString: serverUrl });
  await owner.connect();
  await owner.query('create database bare_writes');
  await owner.end();
  const url = new URL(serverUrl);
  url.pathname = '/bare_writes';
  const clients = Array.from({ length: maxConcurrency }, () => new pg.Client({ connectionString: url.href }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query(SCHEMA);
  let made = 0;
  return {
    run: async (count, concurrency) => {
      const last = made + count;
      const startedAt = performance.now();
      await Promise.all(
        clients.slice(0, concurrency).map(async (client) => {
          while (made < last) await write(client, `ret_${made++}`);
        }),
      );
      return count / ((performance.now() - startedAt) / 1000);
    },
    analyze: async () => clients[0]?.query('vacuum analyze'),
    close: async () => {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

async function write(client: pg.Client, id: string): Promise<void> {
  const execute = (name: keyof typeof statements, ...values: unknown[]) =>
    client.query({ name, text: statements[name], values });
  await execute('begin');
  await execute('return', MERCHANT, id, `ord_${id}`);
  await execute('line', MERCHANT, id);
  await execute('commit');
  for (const [i, stage] of STAGES.entries()) {
    await execute('begin');
    await execute('stage', MERCHANT, id, stage);
    await execute('event', MERCHANT, id, i + 1, stage, '{"by":"agent"}');
    if (stage === 'refunded') {
      await execute('refund', MERCHANT, id);
      await execute('journal', MERCHANT, id);
    }
    await execute('commit');
  }
}
