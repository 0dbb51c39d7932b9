import { openJournal } from './journal.ts';

/** The simulators' clock. Vendors stamp, expire and settle by it; tests and the demo move it. */
export type SimulatorClock = {
  /** Milliseconds since 1970. */
  now(): number;
  setTo(ms: number): void;
  shift(ms: number): void;
  /** Calls `due` a few times a second and at once after each shift. Returns the way to stop it. */
  onTick(due: () => void): () => void;
};

type ClockEntry = { type: 'clock_shifted'; offsetMs: number };

const tickMs = 100;

/**
 * The shift survives a restart when `journalFile` is given: a world that was moved ahead must not fall back behind its
 * own records.
 */
export function openClock(journalFile?: string): SimulatorClock {
  let offsetMs = 0;
  const journal = openJournal<ClockEntry>(journalFile, (entry) => {
    offsetMs = entry.offsetMs;
  });
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;

  const tick = (): void => {
    for (const listener of listeners) listener();
  };
  const shift = (ms: number): void => {
    offsetMs += ms;
    journal.append({ type: 'clock_shifted', offsetMs });
    tick();
  };

  return {
    now: () => Date.now() + offsetMs,
    setTo: (ms) => shift(ms - Date.now() - offsetMs),
    shift,
    onTick: (due) => {
      listeners.add(due);
      timer ??= setInterval(tick, tickMs).unref();
      return () => {
        listeners.delete(due);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

/** What the machine's own clock says: signatures are stamped with it, however far the world's clock was moved. */
export const machineNow = (): number => Date.now();

const shanghaiOffsetMs = 8 * 3_600_000;

/** `2026-09-25 10:15:30`: how all three vendors write a moment, in UTC+8 and without saying so. */
export const shanghaiText = (ms: number): string => shanghaiTextWithMs(ms).slice(0, 19);

/** `2026-09-25 10:15:30.123`, as Alipay writes `gmt_refund`. */
export const shanghaiTextWithMs = (ms: number): string =>
  new Date(ms + shanghaiOffsetMs).toISOString().slice(0, 23).replace('T', ' ');

/** `2026-09-25T02:15:30.000Z` */
export const isoText = (ms: number): string => new Date(ms).toISOString();

/** The inverse of {@link shanghaiText}; undefined for any other format and for days that do not exist. */
export function parseShanghaiText(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(ms) || shanghaiText(ms) !== text ? undefined : ms;
}
