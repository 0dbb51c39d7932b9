const REPEAT_MS = 2_000;

/**
 * Runs `stop` at the first Ctrl-C or SIGTERM and then ends the process. A terminal sends Ctrl-C to `npm start` and to this
 * process, and npm hands it on: what comes at once is the same wish, what comes later is impatience and ends at once.
 */
export function onStopSignal(stop: () => Promise<void>): void {
  let firstAt: number | undefined;
  const onSignal = (signal: string): void => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt > REPEAT_MS) process.exit(1);
      return;
    }
    firstAt = performance.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`Stopping after ${signal} failed:`, error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  // Only there when `npm start` runs this process: then it shall not outlive it.
  process.once('disconnect', () => onSignal('the end of npm start'));
}
