import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { alipayPayment } from '../../src/connectors/payment/alipay/account.ts';
import type { MerchantId } from '../../src/domain/ids.ts';
import type { App } from '../../src/server/app.ts';
import { systemClock } from '../../src/server/clock.ts';
import { loadConfig } from '../../src/server/config.ts';
import { openDatabase } from '../../src/server/db/database.ts';
import { enqueueJobs } from '../../src/server/jobs/enqueue-jobs.ts';
import { startWorker } from '../../src/server/jobs/worker.ts';
import { accountBook } from '../../src/server/ledger/account-book.ts';
import { masterKeysIn } from '../../src/server/master-keys.ts';
import { newIdWith } from '../../src/server/new-id.ts';
import { applyNotices } from '../../src/server/payments/apply-notices.ts';
import { policyShelf } from '../../src/server/policy/policy-shelf.ts';
import { type SendRefund, sendRefund } from '../../src/server/refunds/send-refund.ts';
import { secretsWith } from '../../src/server/secrets.ts';
import { shopsOf } from '../../src/server/shops/shops.ts';
import type { Vendors } from '../../src/server/shops/vendors.ts';
import { mulberry32 } from '../../src/simulators/mulberry32.ts';
import { killPoints, type Payment, paymentUnderWay, watchPoints } from './points.ts';

// A worker that only pays refunds, and kills itself at the points of `points.ts` as its seed would have it. What it is
// told comes as one argument of JSON. It says what it does to itself in one line before it does it.
type Told = {
  databaseUrl: string;
  secretKey: string;
  dataDir: string;
  seed: number;
  /** It dies at the latest when it has come to its point so many times; 0: never. */
  lives: number;
  /** Of falling asleep when the gateway has answered, until its jobs are somebody else's. */
  sleepy: number;
  sweepMs: number;
  /** How many refunds it pays at the same time. */
  hands: number;
};

/** All that this process has claimed and whose commit has not been answered. */
const payments = new Set<Payment>();
/** Jobs claimed, and not begun. */
let fetched = 0;

function killOneself({ seed, lives, sleepy }: Told): void {
  const draw = mulberry32(seed);
  // Each has its own point, so that none is met more often than another.
  const deadlyPoint = killPoints[Math.floor(draw() * killPoints.length)];
  let passes = 1 + Math.floor(draw() * lives);
  watchPoints((point, count) => {
    if (point === 'job_claimed') fetched += count;
    if (lives > 0 && point === deadlyPoint && --passes === 0) {
      const cut = [...payments].flatMap(({ last }) => last ?? []);
      writeSync(1, `killed ${point} ${[...cut, ...Array(fetched).fill('job_claimed')].join(' ')}\n`);
      process.kill(process.pid, 'SIGKILL');
    }
    if (point === 'answer_read' && draw() < sleepy) {
      writeSync(1, 'asleep\n');
      process.kill(process.pid, 'SIGSTOP');
    }
  });
}

/** Only what paying a refund asks of the program: whatever else it asked for would be missing, and heard of. */
function appOf(told: Told): App {
  const db = openDatabase(told.databaseUrl, { poolSize: told.hands });
  const config = loadConfig([`--data-dir=${told.dataDir}`, '--port=0', '--world=off'], {});
  const secretKey = Buffer.from(told.secretKey, 'base64');
  const secrets = secretsWith(secretKey, masterKeysIn(told.dataDir, secretKey));
  // The others are not asked, and take long to load.
  const gatewayAlone: Vendors = { channels: [], channel: () => undefined, payments: [alipayPayment], couriers: [] };
  const parts: Partial<App> = {
    config,
    clock: systemClock,
    newId: newIdWith(systemClock),
    log: pino({ level: 'error' }, pino.destination({ dest: 2, sync: true })),
    db,
    secrets,
    policies: policyShelf(db),
    accounts: accountBook(systemClock),
    shops: shopsOf(db, secrets, gatewayAlone, systemClock, config),
    enqueue: enqueueJobs,
  };
  return parts as App;
}

async function pay(app: App, refund: SendRefund, tryNumber: number): Promise<void> {
  fetched -= 1;
  const payment: Payment = { last: 'job_claimed' };
  payments.add(payment);
  try {
    await paymentUnderWay.run(payment, () => sendRefund(app, refund, tryNumber));
  } finally {
    payments.delete(payment);
  }
}

/** The database may be recovering from a crash: then the process is one that its supervisor starts again. */
async function work(app: App, told: Told, triesLeft = 200): Promise<void> {
  try {
    await startWorker({
      url: told.databaseUrl,
      log: pino({ level: 'silent' }),
      concurrency: told.hands,
      pollMs: 250,
      sweepMs: told.sweepMs,
      tasks: {
        send_refund: (payload, { number }) => pay(app, payload as SendRefund, number),
        apply_payment_notices: (payload) => {
          fetched -= 1;
          return applyNotices(app, (payload as { merchantId: MerchantId }).merchantId);
        },
      },
    });
  } catch (error) {
    if (triesLeft === 0) throw error;
    await sleep(50);
    await work(app, told, triesLeft - 1);
  }
}

const [, , , argument] = process.argv;
// Without one it is only loaded, to be compiled.
if (argument !== undefined) {
  const told = JSON.parse(argument) as Told;
  killOneself(told);
  void work(appOf(told), told);
}
