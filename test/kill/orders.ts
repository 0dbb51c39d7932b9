import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import type { SeededOrder } from '../../bench/lifecycle/seed.ts';
import type { MerchantId } from '../../src/domain/ids.ts';
import type { App } from '../../src/server/app.ts';
import { systemClock } from '../../src/server/clock.ts';
import { compose } from '../../src/server/compose.ts';
import { loadConfig } from '../../src/server/config.ts';
import { openRma } from '../../src/server/returns/run-rma-command.ts';
import { mulberry32 } from '../../src/simulators/mulberry32.ts';
import { notifyForger } from './forger.ts';
import { askersOf, type OrdersTold, refundsOf } from './scene.ts';

// Orders the refunds that are to be paid, in a process of its own, so that it runs the sources of a defect like those who pay.
// What it is told comes in a file: 20,000 orders are too many for an argument.

/** Goods that were never shipped are asked back: the policy grants it, and the refund is ordered in the same moment. */
async function askBack(app: App, merchantId: MerchantId, { orderId, orderLineId }: SeededOrder, by: number) {
  const opened = await openRma(
    app,
    orderId,
    {
      type: 'open_rma',
      rmaId: app.newId('rma'),
      resolution: 'refund_only',
      reason: 'no_reason',
      lines: [{ orderLineId, quantity: 1 }],
      evidence: [],
      requested: null,
      channelRef: null,
      platformDeadline: null,
    },
    { merchantId, commandId: `kill:${orderId}:${by}`, actor: { kind: 'system', id: 'kill' } },
  );
  if (opened.ok) return opened.value.rma.refunds;
  if (opened.rejection.code === 'quantity_exceeds_bought') return [];
  throw new Error(`a return was not opened: ${JSON.stringify(opened.rejection)}`);
}

async function orderAll(told: OrdersTold): Promise<void> {
  const { databaseUrl, secretKey, dataDir, merchantId, orders, appId, seed, forged } = told;
  const config = loadConfig([`--data-dir=${dataDir}`, '--port=0', '--world=off'], {});
  const key = Buffer.from(secretKey, 'base64');
  const log = pino({ level: 'silent' });
  const program = compose({ config, databaseUrl, secretKey: key, clock: systemClock, log });
  const forge = notifyForger(program.app, appId);
  const draw = mulberry32(seed);
  const queue = orders.entries();
  const orderSome = async (): Promise<void> => {
    for (const [n, order] of queue) {
      const askers = Array.from({ length: askersOf(n) }, (_, by) => by);
      const refunds = (await Promise.all(askers.map((by) => askBack(program.app, merchantId, order, by)))).flat();
      if (refunds.length < refundsOf(n)) throw new Error('a refund was not ordered');
      for (const { id } of refunds)
        if (draw() < forged) await forge(merchantId, id, draw() < 0.5 ? 'stranger' : 'neighbour');
    }
  };
  await Promise.all(Array.from({ length: 8 }, orderSome));
  await program.close();
}

const [, , file] = process.argv;
if (file !== undefined) await orderAll(JSON.parse(readFileSync(file, 'utf8')) as OrdersTold);
