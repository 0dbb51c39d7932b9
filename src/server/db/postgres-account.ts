import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CannotStart, messageOf } from '../cannot-start.ts';

/** The account a PostgreSQL server runs under, when it is not the one of this program. */
export type Account = { uid: number; gid: number };

/**
 * PostgreSQL refuses to run as root. Then the server runs as the user `postgres`, who is made where missing; all other
 * users run it themselves.
 */
export function accountForPostgres(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return lookUp() ?? createAccount();
}

function lookUp(): Account | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function createAccount(): Account {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' });
  } catch (error) {
    throw new CannotStart(
      `PostgreSQL cannot run as root, and its user "postgres" could not be made (${messageOf(error).split('\n')[0]}): start as another user, or give DATABASE_URL.`,
    );
  }
  const account = lookUp();
  if (!account)
    throw new CannotStart('PostgreSQL cannot run as root, and its user "postgres" was made but is missing.');
  return account;
}

/** Every folder above `path` must let `account` pass, or the server cannot reach what lies there. */
export function checkReachable(path: string, account: Account): void {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const needed = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & needed) === 0) {
      throw new CannotStart(
        `PostgreSQL cannot run as root, and the user "postgres" may not enter ${folder}: allow it with "chmod o+x ${folder}", start as another user, or give DATABASE_URL.`,
      );
    }
    if (dirname(folder) === folder) return;
  }
}
