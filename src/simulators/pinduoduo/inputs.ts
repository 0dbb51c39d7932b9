import { parseShanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { type Fields, optionalTextIn } from '../steering-input.ts';
import { fenOf } from '../yuan.ts';

/** A name that is not known here is refused: it would be ignored silently. */
export function onlyThese(fields: Fields, names: readonly string[]): void {
  const stranger = Object.keys(fields).find((name) => !names.includes(name));
  if (stranger !== undefined) throw new SteeringError(400, `there is no field "${stranger}" here`);
}

export function optionalYuanIn(fields: Fields, name: string): string | undefined {
  const text = optionalTextIn(fields, name);
  if (text !== undefined && fenOf(text) === undefined) {
    throw new SteeringError(400, `"${name}" is no amount in yuan with two decimals: ${text}`);
  }
  return text;
}

export function optionalTimeIn(fields: Fields, name: string): number | undefined {
  const text = optionalTextIn(fields, name);
  if (text === undefined) return undefined;
  const ms = parseShanghaiText(text);
  if (ms === undefined) throw new SteeringError(400, `"${name}" is no date like 2026-01-15 10:30:00: ${text}`);
  return ms;
}

export function optionalIdIn(fields: Fields, name: string): string | undefined {
  const text = optionalTextIn(fields, name);
  if (text !== undefined && !/^[1-9]\d{0,18}$/.test(text))
    throw new SteeringError(400, `"${name}" is no number: ${text}`);
  return text;
}
