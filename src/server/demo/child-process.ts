import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CannotStart } from '../cannot-start.ts';
import { packageRoot } from '../package-root.ts';

/** A program of ours in a process of its own. It ends when its standard input does, so it cannot outlive us. */
export type Child = { firstLine: string; stop(): Promise<void> };

/** Starts a built entry and waits for the first line it prints. `input` is sent to it as one line. */
export async function startChild(entry: string, args: readonly string[], input?: string): Promise<Child> {
  const child = spawn(process.execPath, ['--enable-source-maps', join(packageRoot, 'dist', 'node', entry), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-2_000);
  });
  if (input !== undefined) child.stdin.write(`${input}\n`);
  const firstLine = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', (code) => reject(new CannotStart(`${entry} ended with ${code}: ${reasonIn(complaint)}`)));
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    firstLine,
    stop: async () => {
      child.stdin.end();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The line of a stack trace that says what is wrong. */
const reasonIn = (complaint: string): string =>
  complaint.split('\n').find((line) => /Error/.test(line)) ?? complaint.trim();
