import { pino } from 'pino';
import { CannotStart } from '../cannot-start.ts';
import { type Clock, systemClock } from '../clock.ts';
import { compose, type Program } from '../compose.ts';
import { type Config, loadConfig } from '../config.ts';
import { checkDatabase } from '../db/connect.ts';
import { startPostgres } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { secretKeyOf } from '../secret-key.ts';

export type ToolProgram = Program & { config: Config; databaseUrl: string };

/** The program over its database, without a port and without a worker, for commands that run once. */
export async function openProgram(config: Config, clock: Clock = systemClock): Promise<ToolProgram> {
  const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel, base: null });
  const secretKey = secretKeyOf(config);
  const postgres = config.databaseUrl === undefined ? await startPostgres({ dataDir: config.dataDir }) : undefined;
  const databaseUrl = postgres?.url ?? config.databaseUrl ?? '';
  if (!postgres) await checkDatabase(databaseUrl);
  await migrate(databaseUrl);
  const program = compose({ config, databaseUrl, secretKey, clock, log });
  return {
    ...program,
    config,
    databaseUrl,
    close: async () => {
      await program.close();
      await postgres?.stop();
    },
  };
}

export type Arguments = {
  config: Config;
  /** What is no option: a file. */
  words: string[];
  /** The options of the command itself; a bare `--dry-run` has the value `yes`. */
  given: Readonly<Record<string, string>>;
};

/** Takes the command's own options out; the others are those of `npm start`. */
export function readArguments(own: readonly string[], argv: readonly string[] = process.argv.slice(2)): Arguments {
  const words: string[] = [];
  const others: string[] = [];
  const given: Record<string, string> = {};
  for (const argument of argv) {
    const [, name = '', value = 'yes'] = /^--([a-z-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === '') words.push(argument);
    else if (own.includes(name)) given[name] = value;
    else others.push(argument);
  }
  return { config: loadConfig(others), words, given };
}

/** Runs a command and ends the process: 0 when it says true, 1 when it says false or cannot go on. */
export function runTool(run: () => Promise<boolean>): void {
  run().then(
    (fine) => process.exit(fine ? 0 : 1),
    (error: unknown) => {
      // A sentence for what a person can mend; the whole error for what only we can.
      console.error(error instanceof CannotStart ? error.message : error);
      process.exit(1);
    },
  );
}
