import { parseShanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { type Fields, optionalBooleanIn, optionalNumberIn, optionalTextIn } from '../steering-input.ts';
import { fenOf } from '../yuan.ts';
import type { Shape, Shaped } from './shapes.ts';

/** Reads fields in the vendor's own names. A name that is not the vendor's is refused: it would be ignored silently. */
export function shapedInput<S extends Shape>(shape: S, fields: Fields, alsoAllowed: readonly string[] = []): Shaped<S> {
  const stranger = Object.keys(fields).find((name) => !(name in shape) && !alsoAllowed.includes(name));
  if (stranger !== undefined) throw new SteeringError(400, `the vendor has no field "${stranger}" here`);
  const entries = Object.entries(shape).flatMap(([name, kind]) => {
    const value = readers[kind](fields, name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries) as Shaped<S>;
}

type Reader = (fields: Fields, name: string) => string | number | boolean | undefined;

const textThat =
  (is: (text: string) => boolean, what: string): Reader =>
  (fields, name) => {
    const text = optionalTextIn(fields, name);
    if (text !== undefined && !is(text)) throw new SteeringError(400, `"${name}" is no ${what}: ${text}`);
    return text;
  };

const readers: Record<Shape[string], Reader> = {
  id: textThat((text) => /^[1-9]\d{0,18}$/.test(text), 'number'),
  text: optionalTextIn,
  price: textThat((text) => fenOf(text) !== undefined, 'yuan with two decimals'),
  date: textThat((text) => parseShanghaiText(text) !== undefined, 'date like 2026-01-15 10:30:00'),
  number: optionalNumberIn,
  boolean: optionalBooleanIn,
};
