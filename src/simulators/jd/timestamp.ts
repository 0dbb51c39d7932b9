import { parseShanghaiText } from '../clock.ts';

/** `2026-01-15 10:30:00` on a clock in China, or `2026-01-15 10:30:00.000+0800` as newer clients write it. */
export function parseTimestamp(text: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{3})([+-]\d{4}))?$/.exec(text);
  if (!parts) return undefined;
  const ms = parseShanghaiText(parts[1] ?? '');
  if (ms === undefined || parts[3] === undefined) return ms;
  const offset = Number(parts[3].slice(0, 3)) * 60 + Math.sign(Number(parts[3])) * Number(parts[3].slice(3));
  return ms + Number(parts[2]) + (480 - offset) * 60_000;
}
