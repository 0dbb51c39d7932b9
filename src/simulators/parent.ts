import { fstatSync } from 'node:fs';

/**
 * A parent that is killed cannot send a signal. Its end of the pipe closes, and the system gives its children another
 * parent. A terminal and /dev/null say nothing about a parent, so only a pipe is watched.
 */
export function stopWithParent(stop: () => void): void {
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) process.stdin.resume().once('end', stop).once('close', stop);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
}
