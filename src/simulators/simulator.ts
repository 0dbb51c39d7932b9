import { join } from 'node:path';
import { openClock, type SimulatorClock } from './clock.ts';
import type { Listening } from './http-server.ts';

export type StartOptions = {
  /** 0 or absent: any free port. */
  port?: number;
  /** Where the journal lives; absent = everything is forgotten at the end. */
  dataDir?: string;
  /** Shared by several simulators where they form one world. */
  clock?: SimulatorClock;
};

/** A running simulator. `url` has no slash at its end. */
export type Simulator = { url: string; clock: SimulatorClock; close(): Promise<void> };

export const journalFile = ({ dataDir }: StartOptions, name: string): string | undefined =>
  dataDir === undefined ? undefined : join(dataDir, `${name}.jsonl`);

export const clockOf = (options: StartOptions, name: string): SimulatorClock =>
  options.clock ?? openClock(journalFile(options, `${name}-clock`));

type World = { clock: SimulatorClock; book: { close(): void } };

/** What a simulator does by itself, it does as its clock moves on. */
export function running({ url, close }: Listening, { clock, book }: World, act: () => void): Simulator {
  const stopTicking = clock.onTick(act);
  return {
    url,
    clock,
    close: async () => {
      stopTicking();
      await close();
      book.close();
    },
  };
}
