import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/server/package-root.ts';
import { startTestPostgres, urlOfDatabase } from '../test/support/test-postgres.ts';
import { schemaSource } from './schema-source.ts';

// Writes the types of all tables from the migrations: `npm run schema`, after each new migration.
const server = await startTestPostgres();
const url = urlOfDatabase(server.serverUrl, server.template);
const file = join(packageRoot, 'src/server/db/schema.ts');
const source = await schemaSource(url);
// A file that is written anew, even with the same text, would cause a build.
if (!existsSync(file) || readFileSync(file, 'utf8') !== source) writeFileSync(file, source);
await server.stop();
console.log('src/server/db/schema.ts is up to date');
