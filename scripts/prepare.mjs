// What every command needs first: the dependencies, and the built program. Only builtins of Node are imported here, since
// nothing else may be there yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the bundle of an entry lies: `src/server/main.ts` becomes `dist/node/server/main.js`. */
export const builtPath = (entry) => join(root, 'dist', 'node', entry.replace(/^src\//, '').replace(/\.ts$/, '.js'));

/** Ends the program with one sentence, for what a person has to put right. */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Installs the dependencies where they are missing or belong to another package-lock.json. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) fail(`Guilai needs Node 20.19 or newer; this is ${process.version}.`);
  const stamp = join(root, 'node_modules', '.guilai-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // Someone who works on the project installs with npm alone; what npm noted down then tells as much as our stamp.
  if (!existsSync(stamp) && npmInstalledThis()) return writeFileSync(stamp, wanted);
  console.log('Installing dependencies …');
  // `npm ci` refuses a lock file made where the registry lacked the binaries of some other system, which are optional.
  // `npm install` takes the same locked versions and leaves those out.
  if (!npm('ci', 'ignore') && !npm('install --no-save', 'inherit')) {
    fail('The dependencies could not be installed: see what npm says above, then start again.');
  }
  writeFileSync(stamp, wanted);
}

function npm(command, stdio) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  return spawnSync('npm', [...command.split(' '), ...quiet], { cwd: root, stdio }).status === 0;
}

function npmInstalledThis() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

const PARTS = {
  node: ['src', 'bench', 'scripts', 'test', 'package-lock.json', 'tsconfig.json'],
  web: ['src/web', 'src/domain', 'src/contract', 'package-lock.json', 'vite.config.ts'],
};

/** Builds the parts whose sources changed since they were built. */
export async function ensureBuilt(parts = ['node', 'web']) {
  const stampOf = (part) => join(root, 'dist', `.built-${part}`);
  const prints = new Map(parts.map((part) => [part, fingerprint(PARTS[part])]));
  const stale = parts.filter(
    (part) => !existsSync(stampOf(part)) || readFileSync(stampOf(part), 'utf8') !== prints.get(part),
  );
  if (stale.length === 0) return;
  console.log('Building …');
  const { build } = await import('./build.mjs');
  try {
    await build(stale);
  } catch (error) {
    fail(`The build failed: ${error instanceof Error ? error.message : error}`);
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (const part of stale) writeFileSync(stampOf(part), prints.get(part));
}

/** Changes when a file that the build reads appears, disappears, or is written. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    const stat = statSync(path);
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(`${path} ${stat.mtimeMs} ${stat.size}\n`);
  };
  for (const path of paths) add(join(root, path));
  return hash.digest('hex');
}

/** Runs a program with our input and output, hands on what ends it, and returns its exit code. */
export function runToEnd(command, args, stdio = ['inherit', 'inherit', 'inherit']) {
  const child = spawn(command, args, { cwd: root, stdio });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const passOn = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  // An npm that is ended by SIGTERM tells nobody: what it had started only notices that its parent is another one now.
  const parent = process.ppid;
  const orphaned = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(orphaned);
      for (const name of signals) process.off(name, passOn);
      resolve(code ?? (signals.includes(signal) ? 130 : 1));
    });
  });
}
