import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart, messageOf } from './cannot-start.ts';
import type { Config } from './config.ts';

/** The configured key, or the one in the data folder, which is made at the first start. Losing it loses all it sealed. */
export function secretKeyOf({ secretKey, dataDir }: Pick<Config, 'secretKey' | 'dataDir'>): Buffer {
  if (secretKey) return secretKey;
  const file = join(dataDir, 'secret.key');
  try {
    mkdirSync(dataDir, { recursive: true });
    // `wx`: of two processes that start together only one writes, and both use what it wrote.
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!existsSync(file)) throw new CannotStart(`The secret key cannot be kept in ${file}: ${messageOf(error)}.`);
  }
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length !== 32)
    throw new CannotStart(`The secret key in ${file} is damaged: put the file back from a backup.`);
  return key;
}
