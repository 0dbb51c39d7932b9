import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { startWorker } from '../../src/server/jobs/worker.ts';

// A worker that takes a job and never finishes it. Its first argument is the database.
const [url = ''] = process.argv.slice(2);
await startWorker({
  url,
  log: pino({ level: 'silent' }),
  concurrency: 2,
  tasks: {
    endless: async () => {
      console.log('took the job');
      await sleep(3_600_000);
    },
  },
});
