import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { generic } from './generic.ts';
import type { Mapping } from './mapping.ts';
import { onlineRetail } from './online-retail.ts';

const builtIn: readonly Mapping[] = [onlineRetail, generic()];

export const mappingNames: readonly string[] = builtIn.map(({ name }) => name);

const columnsFile = z.strictObject({ columns: z.record(z.string(), z.string()) });

/** A built-in mapping by its name, or the generic one with the columns that a JSON file names. */
export function findMapping(nameOrFile: string): Mapping | undefined {
  const found = builtIn.find(({ name }) => name === nameOrFile);
  if (found || !nameOrFile.endsWith('.json') || !existsSync(nameOrFile)) return found;
  return generic(columnsFile.parse(JSON.parse(readFileSync(nameOrFile, 'utf8'))).columns);
}
