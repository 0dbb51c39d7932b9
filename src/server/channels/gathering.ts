import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Turns a writer of many into a writer of one: items that arrive while a batch is being written form the next. Each
 * promise resolves when its own batch is written, and rejects when that one fails.
 */
export function gathering<Item>(
  write: (items: readonly Item[]) => Promise<void>,
  most = 500,
): (item: Item) => Promise<void> {
  let waiting: { item: Item; done: () => void; failed: (error: unknown) => void }[] = [];
  let busy = false;

  async function flush(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await write(batch.map(({ item }) => item)).then(
        () => {
          for (const { done } of batch) done();
        },
        (error: unknown) => {
          for (const { failed } of batch) failed(error);
        },
      );
    }
    busy = false;
  }

  return (item) =>
    new Promise<void>((done, failed) => {
      waiting.push({ item, done, failed });
      if (!busy) void flush();
    });
}

/** On a busy night a reader is called so often, not once for each push. */
const REST_MS = 100;

/** Calls somebody at once, and then after a rest for all that asked for him meanwhile. */
export const callingAfterRest = <Item>(call: (items: readonly Item[]) => Promise<void>) =>
  gathering<Item>(async (items) => {
    await call(items);
    await sleep(REST_MS);
  });
