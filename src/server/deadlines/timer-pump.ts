import { sql } from 'kysely';
import type { MerchantId, RmaId, ShopId } from '../../domain/ids.ts';
import type { ClockKind, ClockSource } from '../../domain/policy/deadlines.ts';
import { type Instant, plusMs, toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { messageOf } from '../cannot-start.ts';
import { lock } from '../returns/rma-store.ts';
import { renewTimers } from '../returns/rma-timers.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';

export type TimerPump = {
  /** Takes no more timers and waits for those that are being fired. */
  stop(): Promise<void>;
};

export type PumpOptions = {
  /** How many timers are fired at the same time. */
  concurrency: number;
  /** How many are claimed at once. */
  batch?: number;
  /** What a worker has claimed and not fired within this time, another may: it died, or the database was away. */
  leaseMs?: number;
  /** How long it sleeps at most. Where the next timer is nearer, it wakes for that. */
  atMostMs?: number;
};

type Due = {
  merchant_id: MerchantId;
  rma_id: RmaId;
  kind: ClockKind;
  source: ClockSource;
  shop_id: ShopId;
  due_at: Instant;
  act_at: Instant;
};

/**
 * Fires the timers of all merchants as they come due. Any number of processes may do so: each claims other ones, and a
 * timer that is fired twice all the same, because its worker died in between, is one command that ran before.
 */
export function startTimerPump(app: App, options: PumpOptions): TimerPump {
  const { concurrency, batch = 200, leaseMs = 15_000, atMostMs = 1_000 } = options;
  let ended = false;
  let wake = (): void => {};
  const running = run();

  async function run(): Promise<void> {
    while (!ended) {
      let pauseMs = atMostMs;
      try {
        const due = await claim(app, batch, leaseMs);
        await inParallel(due, concurrency, (timer) => fire(app, timer));
        pauseMs = due.length === batch ? 0 : await untilNext(app, atMostMs);
      } catch (error) {
        app.log.warn({ error: messageOf(error) }, 'could not look for due timers; trying again');
      }
      if (pauseMs > 0 && !ended) await pause(pauseMs);
    }
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    stop: async () => {
      ended = true;
      wake();
      await running;
    },
  };
}

/** Those that are due and that nobody else has in hand, the latest first in line. */
async function claim(app: App, batch: number, leaseMs: number): Promise<Due[]> {
  const now = app.clock.now();
  const { rows } = await app.db.acrossMerchants((tx) =>
    sql<Due>`select * from claim_due_timers(${now}, ${plusMs(now, leaseMs)}, ${batch})`.execute(tx),
  );
  return rows.toSorted((a, b) => (a.act_at < b.act_at ? -1 : 1));
}

async function untilNext(app: App, atMostMs: number): Promise<number> {
  const now = app.clock.now();
  const { rows } = await app.db.acrossMerchants((tx) =>
    sql<{ next: Instant | null }>`select next_timer_after(${now}) as next`.execute(tx),
  );
  const next = rows[0]?.next;
  return next ? Math.min(atMostMs, Math.max(1, toMs(next) - toMs(now))) : atMostMs;
}

async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

/** One timer, through the one door. A failure leaves it claimed: it is fired again when the claim runs out. */
async function fire(app: App, timer: Due): Promise<void> {
  const { merchant_id: merchantId, rma_id: rmaId, kind, due_at: dueAt } = timer;
  const lapses = dueAt <= app.clock.now();
  const commandId = `clock:${rmaId}:${kind}:${dueAt}:${lapses ? 'lapse' : `act:${timer.act_at}`}`;
  try {
    const result = await runRmaCommand(
      app,
      rmaId,
      lapses
        ? { type: 'let_lapse', kind, dueAt }
        : { type: 'act_on_clock', kind, dueAt, channelExtends: await channelExtends(app, timer) },
      { merchantId, commandId, actor: { kind: 'system', id: 'clock' } },
    );
    const fired = result.ok && result.value.history.some((event) => event.commandId === commandId);
    if (!fired) await renew(app, merchantId, rmaId);
  } catch (error) {
    app.log.warn({ error: messageOf(error), rmaId, kind, dueAt }, 'a timer could not be fired; trying again');
  }
}

async function channelExtends(app: App, { source, merchant_id, shop_id }: Due): Promise<boolean> {
  if (source !== 'platform') return false;
  return (await app.shops.channel(merchant_id, shop_id))?.capabilities.extend ?? false;
}

/** The timer meant nothing: it is older than the rules by which clocks run now, so what stands there is written anew. */
async function renew(app: App, merchantId: MerchantId, rmaId: RmaId): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    const locked = await lock(tx, merchantId, rmaId);
    if (!locked) return;
    const policy = await app.policies.pinned(tx, merchantId, locked.rma.policyVersion);
    await renewTimers(tx, merchantId, locked.rma, policy);
  });
}
