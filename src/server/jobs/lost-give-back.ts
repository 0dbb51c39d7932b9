import type { Logger } from 'pino';
import { messageOf } from '../cannot-start.ts';

/** How graphile-worker 0.17 begins what it says when a queue that was released could not give its fetched jobs back. */
const LOST = 'Error occurred whilst returning jobs from local queue';

/**
 * A runner that ends while the database is away cannot give back what it had fetched; the library tells it by a rejection
 * that nobody can take, which would end the process. Nothing is lost: those jobs stay locked by a runner without a sign of
 * life and are swept. Every other unhandled rejection ends the process as before.
 * @returns what ends this
 */
export function bearLostGiveBacks(log: Logger): () => void {
  const bear = (error: unknown): void => {
    if (!(error instanceof Error && error.message.startsWith(LOST))) throw error;
    log.warn({ error: messageOf(error) }, 'fetched jobs could not be given back; they are taken from the dead runner');
  };
  process.on('unhandledRejection', bear);
  return () => void process.off('unhandledRejection', bear);
}
