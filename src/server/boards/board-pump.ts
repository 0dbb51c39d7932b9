import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { messageOf } from '../cannot-start.ts';
import { catchUp } from './catch-up.ts';

export type BoardPump = {
  /** Ends after the transaction that is under way. */
  stop(): Promise<void>;
};

/** A board lags by this and by what counting takes; figures are to be younger than two seconds. */
const EVERY_MS = 500;

/** Keeps the boards of all merchants up to date. Any number of processes may: a merchant is counted by one at a time. */
export function startBoardPump(app: App): BoardPump {
  let ended = false;
  let wake = (): void => {};
  const running = run();

  async function run(): Promise<void> {
    while (!ended) {
      const isBehind = await round();
      if (!isBehind && !ended) await pause();
    }
  }

  /** One batch of each merchant, so that none waits for a large import of another, and none for another's bad data. */
  async function round(): Promise<boolean> {
    let isBehind = false;
    for (const merchantId of (await orLater(lagging(app))) ?? []) {
      if (ended) return false;
      isBehind = (await orLater(catchUp(app.db, merchantId))) === true || isBehind;
    }
    return isBehind;
  }

  /** What fails is tried again in the next round: the notes are still there. */
  function orLater<Done>(work: Promise<Done>): Promise<Done | undefined> {
    return work.catch((error: unknown) => {
      app.log.warn({ error: messageOf(error) }, 'could not count for the boards; trying again');
      return undefined;
    });
  }

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, EVERY_MS);
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

const lagging = (app: App): Promise<MerchantId[]> =>
  app.db.acrossMerchants(async (tx) => {
    const { rows } = await sql<{ id: MerchantId }>`select merchants_with_due_boards() as id`.execute(tx);
    return rows.map(({ id }) => id);
  });
