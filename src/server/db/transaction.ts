import {
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  Transaction,
} from 'kysely';
import type pg from 'pg';
import { assert, present } from '../../domain/assert.ts';
import type { DB } from './schema.ts';

/** What the program has asked of the database since it was opened. Statements that leave together are one round trip. */
export type DatabaseCounts = { statements: number; roundTrips: number; commits: number; rollbacks: number };

export type Tx = Transaction<DB>;

export type TransactionParts = {
  pool: pg.Pool;
  counts: DatabaseCounts;
  names: StatementNames;
  /** Sent with the first query: it says whose rows the transaction sees. */
  opening: CompiledQuery | undefined;
};

/**
 * Runs `work` in one transaction. It differs from Kysely's own in that queries which are issued without waiting for one
 * another travel together: the connection is a pipeline, PostgreSQL runs them in the order in which they were issued, and
 * after one that fails it refuses the rest.
 */
export async function transact<T>(parts: TransactionParts, work: (tx: Tx) => Promise<T>): Promise<T> {
  const connection = new PipelinedConnection(await parts.pool.connect(), parts.counts, parts.names);
  try {
    const tx = transactionOn(connection);
    connections.set(tx, connection);
    connection.begin(parts.opening);
    const result = await work(tx);
    await connection.commit();
    return result;
  } catch (error) {
    await connection.rollback();
    // Whatever is asked after a statement that failed is refused for that reason only.
    throw connection.failedWrite ?? error;
  } finally {
    connection.release();
  }
}

const connections = new WeakMap<Tx, PipelinedConnection>();

/**
 * Leaves `writes` to the commit, which then travels in one packet with them. Where one of them fails, so does the
 * transaction, for the reason of that write. All their queries must be issued without waiting for an answer.
 */
export function leaveToCommit(tx: Tx, writes: Promise<unknown>): void {
  present(connections.get(tx), 'the connection of a transaction').leave(writes);
}

const dialect: Dialect = {
  createDriver: () => new DummyDriver(),
  createAdapter: () => new PostgresAdapter(),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createIntrospector: (kysely) => new PostgresIntrospector(kysely),
};
const driver = dialect.createDriver();
const compiler = dialect.createQueryCompiler();
const adapter = dialect.createAdapter();

function transactionOn(connection: DatabaseConnection): Tx {
  // Kysely's own provider would send the next query only when the one before has been answered.
  const provider: ConnectionProvider = { provideConnection: (consumer) => consumer(connection) };
  return new Transaction({
    config: { dialect },
    dialect,
    driver,
    executor: new DefaultQueryExecutor(compiler, adapter, provider),
  });
}

/** When every promise that can go on without an answer from outside has gone on. */
const afterThisMoment = () => new Promise<void>((resolve) => process.nextTick(resolve));

class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #counts: DatabaseCounts;
  readonly #names: StatementNames;
  readonly #left: Promise<unknown>[] = [];
  failedWrite: unknown;
  #ended = false;
  #broken = false;
  #gathering = false;

  constructor(client: pg.PoolClient, counts: DatabaseCounts, names: StatementNames) {
    this.#client = client;
    this.#counts = counts;
    this.#names = names;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    assert(!this.#ended, 'no query is issued after its transaction has ended');
    const name = this.#names(sql);
    const query = { text: sql, values: [...parameters], ...(name === undefined ? {} : { name }) };
    const { command, rowCount, rows } = await this.#send(query);
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  begin(opening: CompiledQuery | undefined): void {
    this.leave(this.#send({ name: 'begin', text: 'begin' }));
    if (opening) this.leave(this.executeQuery(opening));
  }

  leave(writes: Promise<unknown>): void {
    writes.catch((error: unknown) => {
      this.failedWrite ??= error;
    });
    this.#left.push(writes);
  }

  async commit(): Promise<void> {
    // What was left for now has been issued once the tasks of this moment are done; the packet waits for that too.
    await afterThisMoment();
    this.#ended = true;
    // All at once: where the connection breaks, each of them fails, and none of the failures may go unheard.
    const [{ command }] = await Promise.all([this.#send({ name: 'commit', text: 'commit' }), ...this.#left]);
    // PostgreSQL answers COMMIT with ROLLBACK where a statement had failed and `work` swallowed the error.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
    this.#counts.commits += 1;
  }

  async rollback(): Promise<void> {
    this.#ended = true;
    this.#counts.rollbacks += 1;
    // A failure here must not hide the reason for the rollback. The connection is thrown away instead.
    await this.#send({ text: 'rollback' }).catch(() => {
      this.#broken = true;
    });
  }

  release(): void {
    this.#client.release(this.#broken);
  }

  /** Holds the statements of this moment back until it is over, so that they leave in one packet and wake the server once. */
  #send(query: pg.QueryConfig): Promise<pg.QueryResult> {
    this.#counts.statements += 1;
    if (!this.#gathering) {
      this.#counts.roundTrips += 1;
      this.#gathering = true;
      const { stream } = this.#client.connection;
      stream.cork();
      // One moment later than a commit needs to join.
      void afterThisMoment()
        .then(afterThisMoment)
        .then(() => {
          this.#gathering = false;
          stream.uncork();
        });
    }
    return this.#client.query(query);
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for the method; a pipelined connection cannot hold a cursor.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows cannot be streamed here: read them by key, page by page');
  }
}

export type StatementNames = (sql: string) => string | undefined;

/**
 * Names for prepared statements: PostgreSQL parses and plans a text it has seen on the connection only once. Their number
 * is bounded, since each costs memory in every connection, and statements with lists come in many lengths.
 */
export function statementNames(limit = 300): StatementNames {
  const names = new Map<string, string>();
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= limit || sql.length > 10_000) return known;
    const name = `s${names.size}`;
    names.set(sql, name);
    return name;
  };
}
