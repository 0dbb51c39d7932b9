import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres } from '../../src/server/db/embedded.ts';

// A program that starts PostgreSQL over the folder it is given and does not mind how it is ended.
const [dataDir = ''] = process.argv.slice(2);
await startPostgres({ dataDir });
console.log('ready');
await sleep(3_600_000);
