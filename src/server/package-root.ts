import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from '../domain/assert.ts';

/** The folder of package.json, found from where this code lies: the same for the sources and for the built bundle. */
export const packageRoot: string = findUp(dirname(fileURLToPath(import.meta.url)));

function findUp(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  assert(dirname(folder) !== folder, 'package.json lies above the program');
  return findUp(dirname(folder));
}
