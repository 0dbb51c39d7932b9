import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { schemaSource } from '../scripts/schema-source.ts';
import { packageRoot } from '../src/server/package-root.ts';
import { freshDatabase } from './support/fresh-database.ts';

const { url } = await freshDatabase();

test('the table types are those of the migrations; if not, run "npm run schema"', async () => {
  const written = readFileSync(join(packageRoot, 'src/server/db/schema.ts'), 'utf8');
  expect(written).toBe(await schemaSource(url));
});
