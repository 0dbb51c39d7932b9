import { pino } from 'pino';
import { systemClock } from '../../src/server/clock.ts';
import { compose, composeWorker } from '../../src/server/compose.ts';
import { loadConfig } from '../../src/server/config.ts';

// The program's own worker on somebody else's database, to be killed. Its arguments are the database and a folder.
const [databaseUrl = '', dataDir = ''] = process.argv.slice(2);
const config = loadConfig([`--data-dir=${dataDir}`, '--port=0', '--world=off'], {});
const foundations = { config, databaseUrl, secretKey: Buffer.alloc(32, 7), clock: systemClock };
await composeWorker(compose({ ...foundations, log: pino({ level: 'silent' }) }), databaseUrl);
console.log('works');
