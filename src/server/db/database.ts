import { CompiledQuery } from 'kysely';
import pg from 'pg';
import type { MerchantId } from '../../domain/ids.ts';
import { codeOf } from '../cannot-start.ts';
import { clientConfig, surviveBreaks } from './connect.ts';
import { type DatabaseCounts, statementNames, type Tx, transact } from './transaction.ts';
import { valueTypes } from './values.ts';

export type { Tx } from './transaction.ts';

export type Db = {
  /**
   * One transaction that sees and writes the rows of one merchant only. It commits when `work` returns, whatever it
   * returns, and rolls back when `work` throws. After a deadlock or a serialization failure `work` is run again from the
   * start, so it must do nothing but database work.
   */
  inMerchant<T>(merchantId: MerchantId, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same without a merchant: sees no row of any table under row-level security. */
  acrossMerchants<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  readonly counts: Readonly<DatabaseCounts>;
  close(): Promise<void>;
};

export type DatabaseOptions = { poolSize?: number };

/** Opens the pool of the program's own role. The database must be migrated. */
export function openDatabase(url: string, { poolSize = 10 }: DatabaseOptions = {}): Db {
  const pool = new pg.Pool({ ...clientConfig(url, 'app'), types: valueTypes, max: poolSize, pipeline: true });
  surviveBreaks(pool);
  const counts: DatabaseCounts = { statements: 0, roundTrips: 0, commits: 0, rollbacks: 0 };
  const names = statementNames();
  const run = <T>(opening: CompiledQuery | undefined, work: (tx: Tx) => Promise<T>): Promise<T> =>
    withRetries(() => transact({ pool, counts, names, opening }, work));

  return {
    inMerchant: (merchantId, work) =>
      run(CompiledQuery.raw(`select set_config('app.merchant_id', $1, true)`, [merchantId]), work),
    acrossMerchants: (work) => run(undefined, work),
    counts,
    close: () => pool.end(),
  };
}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const MAX_RETRIES = 3;

async function withRetries<T>(run: () => Promise<T>, retriesLeft = MAX_RETRIES): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const code = codeOf(error);
    if (retriesLeft === 0 || (code !== SERIALIZATION_FAILURE && code !== DEADLOCK)) throw error;
    return withRetries(run, retriesLeft - 1);
  }
}
