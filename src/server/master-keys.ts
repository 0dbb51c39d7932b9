import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '../domain/assert.ts';
import { CannotStart } from './cannot-start.ts';

export type MasterKey = { id: string; key: Buffer };

/** The keys that seal data keys; none of them is in the database. New data keys are sealed with the current one. */
export type MasterKeys = { current(): MasterKey; find(id: string): MasterKey | undefined };

/** Names a key without telling anything of it. */
const masterKeyOf = (key: Buffer): MasterKey => ({
  id: createHash('sha256').update('guilai/master-key-id').update(key).digest('hex').slice(0, 16),
  key,
});

const derivedFrom = (secretKey: Buffer): MasterKey =>
  masterKeyOf(Buffer.from(hkdfSync('sha256', secretKey, '', 'guilai/master', 32)));

/** @param keys the current one first; without any, one is made of the program's secret key, which also opens old ones */
export function masterKeysOf(keys: readonly Buffer[], secretKey: Buffer): MasterKeys {
  const all = [...keys.map(masterKeyOf), derivedFrom(secretKey)];
  return { current: () => present(all[0], 'a master key'), find: (id) => all.find((one) => one.id === id) };
}

/**
 * The same out of a file, a key in base64 on each line, the current one first. It is read again when a name comes up that it
 * did not hold: another process has changed the key, and this one goes on without a restart.
 */
export function masterKeysIn(dataDir: string, secretKey: Buffer): MasterKeys {
  const file = fileIn(dataDir);
  let known = masterKeysOf(readKeys(file), secretKey);
  return {
    current: () => {
      known = masterKeysOf(readKeys(file), secretKey);
      return known.current();
    },
    find: (id) => {
      const found = known.find(id);
      if (found) return found;
      known = masterKeysOf(readKeys(file), secretKey);
      return known.find(id);
    },
  };
}

const fileIn = (dataDir: string): string => join(dataDir, 'master.keys');

/** Puts a new key in front, in one step for whoever reads at that moment. Gives its name. */
export function addMasterKey(dataDir: string): string {
  const file = fileIn(dataDir);
  const key = randomBytes(32);
  const lines = [key, ...readKeys(file)].map((one) => one.toString('base64'));
  writeFileSync(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return masterKeyOf(key).id;
}

function readKeys(file: string): Buffer[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const keys = lines.map((line) => Buffer.from(line.trim(), 'base64'));
  if (keys.some((key) => key.length !== 32))
    throw new CannotStart(`The master keys in ${file} are damaged: put the file back from a backup.`);
  return keys;
}
