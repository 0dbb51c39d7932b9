import { parseShanghaiText } from './clock.ts';
import { SteeringError } from './http-server.ts';
import { type Fields, optionalTextIn } from './steering-input.ts';
import { fenOf } from './yuan.ts';

/** A name that is not known here is refused: it would be ignored silently. */
export function onlyFields(fields: Fields, allowed: readonly string[]): void {
  const stranger = Object.keys(fields).find((name) => !allowed.includes(name));
  if (stranger !== undefined) throw new SteeringError(400, `there is no field "${stranger}" here`);
}

type Reader = (fields: Fields, name: string) => string | number | boolean | undefined;

/** Reads fields in a vendor's own names, each with the reader of its kind; of the others only `alsoAllowed` may be there. */
export function shaped<Kind extends string>(
  readers: Readonly<Record<Kind, Reader>>,
  shape: Readonly<Record<string, Kind>>,
  fields: Fields,
  alsoAllowed: readonly string[] = [],
): Record<string, ReturnType<Reader>> {
  onlyFields(fields, [...Object.keys(shape), ...alsoAllowed]);
  const values = Object.entries(shape).map(([name, kind]) => [name, readers[kind](fields, name)]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

const textThat =
  (is: (text: string) => boolean, what: string) =>
  (fields: Fields, name: string): string | undefined => {
    const text = optionalTextIn(fields, name);
    if (text !== undefined && !is(text)) throw new SteeringError(400, `"${name}" is no ${what}: ${text}`);
    return text;
  };

export const optionalIdIn = textThat((text) => /^[1-9]\d{0,18}$/.test(text), 'number');
export const optionalYuanIn = textThat((text) => fenOf(text) !== undefined, 'yuan with two decimals');
export const optionalDateIn = textThat(
  (text) => parseShanghaiText(text) !== undefined,
  'date like 2026-01-15 10:30:00',
);
export const optionalFenIn = textThat((text) => /^[1-9]\d{0,12}$/.test(text), 'whole number of fen');
