import pg from 'pg';
import type { ReadyPush } from './load.ts';

/** The columns of `channel_push` and its key; no row-level security, no other index, no foreign key. */
const SCHEMA = `
  create table bare_push (merchant_id text not null, shop_id text not null, delivery_id text not null,
    changes jsonb not null, received_at timestamptz not null default now(), attempts integer not null default 0,
    retry_at timestamptz, settled_at timestamptz, problem text, primary key (merchant_id, shop_id, delivery_id))`;

const INSERT = {
  name: 'insert',
  text: 'insert into bare_push (merchant_id, shop_id, delivery_id, changes) values ($1, $2, $3, $4)',
};

/** A row as a push leaves it: 26 characters of an id, and the names of what has changed. */
const rowOf = (serial: number, { channel }: Pick<ReadyPush, 'channel'>): string[] => {
  const order = { kind: 'order', externalId: String(1_000_000 + serial) };
  const refund = { kind: 'refund', externalId: `72000000000${1_000_000 + serial}` };
  const changes = { douyin: [refund], shopify: [order], woocommerce: [order, refund] }[channel];
  return ['mer_01kbare0000000000000000000', `shop_bench${channel}`, `75000000000${serial}`, JSON.stringify(changes)];
};

/** A database of its own on the same server, and connections to it, prepared. */
export type BareInserts = {
  /** One row a commit, durable when it is answered, `concurrency` connections at a time. @returns seconds */
  run(pushes: readonly ReadyPush[], concurrency: number): Promise<number>;
  close(): Promise<void>;
};

export async function openBareInserts(serverUrl: string, maxConcurrency: number): Promise<BareInserts> {
  const owner = new pg.Client({ connectionString: serverUrl });
  await owner.connect();
  await owner.query('create database bare_inserts');
  await owner.end();
  const url = new URL(serverUrl);
  url.pathname = '/bare_inserts';
  const clients = Array.from({ length: maxConcurrency }, () => new pg.Client({ connectionString: url.href }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query(SCHEMA);
  let made = 0;
  return {
    run: async (pushes, concurrency) => {
      const rows = pushes.map((push) => rowOf(made++, push));
      const queue = rows[Symbol.iterator]();
      const startedAt = performance.now();
      await Promise.all(
        clients.slice(0, concurrency).map(async (client) => {
          for (const values of queue) await client.query({ ...INSERT, values });
        }),
      );
      return (performance.now() - startedAt) / 1000;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}
