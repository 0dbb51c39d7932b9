// Guilai as `npm start` puts it together, web and worker in one process, over a database that exists. The measurement
// starts it with one line of JSON on its standard input; it ends when that input does.
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { z } from 'zod';
import { systemClock } from '../src/server/clock.ts';
import { compose, composeWeb, composeWorker } from '../src/server/compose.ts';
import { loadConfig } from '../src/server/config.ts';

const instructions = z.object({ databaseUrl: z.string(), secretKey: z.string(), worker: z.boolean().default(true) });

const lines = createInterface(process.stdin);
const firstLine = new Promise<string>((resolve) => lines.once('line', resolve));
const { databaseUrl, secretKey: base64, worker: works } = instructions.parse(JSON.parse(await firstLine));
const secretKey = Buffer.from(base64, 'base64');
const config = loadConfig(['--port=0', '--world=off', ...process.argv.slice(2)], {});
// The log is written line by line as `npm start` does it, to a file that keeps nothing.
const log = pino({ level: config.logLevel, base: null }, pino.destination('/dev/null'));
const program = compose({ config, databaseUrl, secretKey, clock: systemClock, log });
const worker = works ? await composeWorker(program, databaseUrl) : undefined;
// One load generator stands for a whole shift of people: the budgets of one caller and one address are not what is measured.
const server = await composeWeb(program, { secretKey, requestsPerMinute: { address: 1e9, caller: 1e9 } });
const url = await server.listen({ port: 0, host: config.host });
lines.once('close', stop);
process.once('SIGTERM', stop);
console.log(url);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await server.close();
  await worker?.stop();
  await program.close();
  process.exit(0);
}
