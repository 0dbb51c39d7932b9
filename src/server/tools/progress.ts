/** One line that is rewritten on a terminal; elsewhere a new line every few seconds. */
export type Progress = { show(done: number, total: number, text: string): void; end(): void };

const BAR = 24;
const REDRAW_MS = 100;
const LINE_MS = 3_000;

export function progressOn(stream: NodeJS.WriteStream): Progress {
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show: (done, total, text) => {
      const now = performance.now();
      if (now - shownAt < (stream.isTTY ? REDRAW_MS : LINE_MS)) return;
      shownAt = now;
      const share = total > 0 ? Math.min(1, done / total) : 1;
      const percent = `${Math.floor(share * 100)} %`.padStart(5);
      if (!stream.isTTY) {
        stream.write(`${percent}  ${text}\n`);
        return;
      }
      const filled = Math.round(share * BAR);
      stream.write(`\r\u001B[2K${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${percent}  ${text}`);
    },
    end: () => {
      if (stream.isTTY) stream.write('\r\u001B[2K');
    },
  };
}

export const digits = (n: number): string => n.toLocaleString('en');
