import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/** An append-only list of entries, one JSON line each. */
export type Journal<Entry> = { append(entry: Entry): void; close(): void };

/** Entries by type: `Shapes` has the content of each type under its name. */
export type EntryOf<Shapes, Type extends keyof Shapes = keyof Shapes> = {
  [Name in Type]: { type: Name } & Shapes[Name];
}[Type];

/** What each type of entry does to the memory. A type that is forgotten here does not compile. */
export type Appliers<Shapes> = { [Name in keyof Shapes]: (entry: EntryOf<Shapes, Name>) => void };

export function applyEntry<Shapes, Type extends keyof Shapes>(
  appliers: Appliers<Shapes>,
  entry: EntryOf<Shapes, Type>,
): void {
  appliers[entry.type](entry);
}

/**
 * Replays what `file` holds, then appends to it. Without a file nothing is kept. `append` returns after the line is with
 * the operating system, so whoever appends before answering forgets nothing when the process is killed.
 */
export function openJournal<Entry>(file: string | undefined, replay: (entry: Entry) => void): Journal<Entry> {
  if (file === undefined) return { append: () => {}, close: () => {} };
  mkdirSync(dirname(file), { recursive: true });
  for (const line of completeLines(file)) replay(JSON.parse(line) as Entry);
  let descriptor: number | undefined = openSync(file, 'a');
  return {
    // Something under way when the simulator is closed is lost, as it would be in a crash.
    append: (entry) => {
      if (descriptor !== undefined) appendFileSync(descriptor, `${JSON.stringify(entry)}\n`);
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

/** A memory that `appliers` fill: what is recorded is kept first, and applied then. */
export function openBook<Shapes>(file: string | undefined, appliers: Appliers<Shapes>) {
  const journal = openJournal<EntryOf<Shapes>>(file, (entry) => applyEntry(appliers, entry));
  return {
    record: (entry: EntryOf<Shapes>): void => {
      journal.append(entry);
      applyEntry(appliers, entry);
    },
    close: (): void => journal.close(),
  };
}

/** What an entry changes; it must have been created by one before. */
export function known<T>(all: ReadonlyMap<string, T>, id: string): T {
  const one = all.get(id);
  if (one === undefined) throw new Error(`the journal changes ${id} before it was created`);
  return one;
}

/**
 * A kill in the middle of a write leaves a last line without its line feed. No caller was ever told that it happened, so
 * it is cut off. Any other unreadable line is damage, and parsing it throws.
 */
function completeLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(file, end);
  return bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
}
