import { SteeringError } from '../http-server.ts';
import { type Fields, optionalNumberIn, optionalTextIn } from '../steering-input.ts';

/** `id` is a 64-bit number on the wire and text in here. Amounts are whole fen, moments whole seconds. */
type Kind = 'id' | 'text' | 'number' | 'fen' | 'second';
export type Shape = Readonly<Record<string, Kind>>;
export type Shaped<S extends Shape> = { [Name in keyof S]?: S[Name] extends 'id' | 'text' ? string : number };

/** Reads fields in the vendor's own names. A name that is not the vendor's is refused: it would be ignored silently. */
export function shapedInput<S extends Shape>(shape: S, fields: Fields, alsoAllowed: readonly string[] = []): Shaped<S> {
  const stranger = Object.keys(fields).find((name) => !(name in shape) && !alsoAllowed.includes(name));
  if (stranger !== undefined) throw new SteeringError(400, `the vendor has no field "${stranger}" here`);
  const entries = Object.entries(shape).flatMap(([name, kind]) => {
    const value = kind === 'id' || kind === 'text' ? textIn(fields, name, kind) : numberIn(fields, name, kind);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries) as Shaped<S>;
}

function textIn(fields: Fields, name: string, kind: 'id' | 'text'): string | undefined {
  const text = optionalTextIn(fields, name);
  if (text !== undefined && kind === 'id' && !/^[1-9]\d{0,18}$/.test(text)) {
    throw new SteeringError(400, `"${name}" is no number: ${text}`);
  }
  return text;
}

function numberIn(fields: Fields, name: string, kind: 'number' | 'fen' | 'second'): number | undefined {
  const value = optionalNumberIn(fields, name);
  if (value === undefined) return undefined;
  const isFit = Number.isSafeInteger(value) && (kind === 'number' || value >= 0);
  if (!isFit || (kind === 'second' && value > 9_999_999_999)) {
    throw new SteeringError(
      400,
      `"${name}" is no ${kind === 'second' ? 'moment in seconds' : 'whole number'}: ${value}`,
    );
  }
  return value;
}
