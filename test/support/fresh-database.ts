import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { type DatabaseOptions, type Db, openDatabase } from '../../src/server/db/database.ts';
import { asOwner, urlOfDatabase } from './test-postgres.ts';

export type FreshDatabase = {
  /** The owner's URL, as `DATABASE_URL` would give it. */
  url: string;
  /** Opened as the program's own role. */
  db: Db;
  /** Runs one statement as the owner, whom row-level security does not bind. */
  asOwner(statement: string): ReturnType<typeof asOwner>;
};

/**
 * A migrated database of one test file's own, dropped after its last test. To be called at the top of the file:
 * `const { db } = await freshDatabase();`
 */
export async function freshDatabase(options: DatabaseOptions = {}): Promise<FreshDatabase> {
  const postgres = inject('postgres');
  if ('failure' in postgres) throw new Error(postgres.failure);
  const { serverUrl, template } = postgres;
  const name = `guilai_test_${randomBytes(6).toString('hex')}`;
  await asOwner(serverUrl, `create database ${name} template ${template} strategy file_copy`);
  const url = urlOfDatabase(serverUrl, name);
  const db = openDatabase(url, options);
  afterAll(async () => {
    await db.close();
    await asOwner(serverUrl, `drop database ${name} with (force)`);
  });
  return { url, db, asOwner: (statement) => asOwner(url, statement) };
}
