import type { App } from '../app.ts';
import { monotonicMs } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import { casesOfPeriod } from './past-decisions.ts';
import { endTrial } from './trials.ts';
import { lockTrial, type TrialRef, tryCases, writeProgress } from './try-cases.ts';

const CHUNK = 1_000;
/** A job takes no longer, so that the process can stop and the merchant's next trial begins to move. */
const SLICE_MS = 5_000;
const MOST_ATTEMPTS = 5;

/** Goes on with a replay; one that a killed worker left goes on after the last case that was written down. */
export async function runTrial(app: App, trial: TrialRef, { last }: { last: boolean }): Promise<void> {
  const stopAt = monotonicMs() + SLICE_MS;
  try {
    while (await tryChunk(app, trial)) {
      if (monotonicMs() > stopAt) {
        await app.db.inMerchant(trial.merchantId, (tx) => enqueueTrial(app, tx, trial));
        return;
      }
    }
  } catch (error) {
    if (last) await giveUp(app, trial, error);
    throw error;
  }
}

/** The replays of a merchant run one after another; other work goes on beside them. */
export const enqueueTrial = (app: App, tx: Tx, { merchantId, trialId }: TrialRef): Promise<void> =>
  app.enqueue(tx, [
    {
      kind: 'run_trial',
      merchantId,
      trialId,
      jobKey: `trial:${trialId}`,
      queue: `trials:${merchantId}`,
      maxAttempts: MOST_ATTEMPTS,
    },
  ]);

/** @returns whether there is more to do */
async function tryChunk(app: App, ref: TrialRef): Promise<boolean> {
  const { merchantId } = ref;
  const startedAt = monotonicMs();
  return app.db.inMerchant(merchantId, async (tx) => {
    const trial = await lockTrial(tx, ref);
    if (!trial?.to) return false;
    const { from, to, cursorAt, cursorRma } = trial;
    const after = { at: cursorAt ?? '-infinity', rmaId: cursorRma };
    const tried = await tryCases(
      app,
      tx,
      merchantId,
      trial,
      casesOfPeriod(merchantId, { from, to, after, limit: CHUNK }),
    );
    const over = tried.cases < CHUNK;
    await writeProgress(tx, ref, { ...tried, over, startedAt, now: app.clock.now() });
    return !over;
  });
}

async function giveUp(app: App, { merchantId, trialId }: TrialRef, error: unknown): Promise<void> {
  const problem = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
  app.log.error({ error, merchantId, trialId }, 'a trial was given up');
  await app.db.inMerchant(merchantId, (tx) => endTrial(tx, merchantId, trialId, 'failed', app.clock.now(), problem));
}
