import { SteeringError } from '../http-server.ts';
import { type Fields, optionalNumberIn, optionalTextIn } from '../steering-input.ts';
import { optionalIdIn, shaped } from '../steering-shapes.ts';

/** `id` is a 64-bit number on the wire and text in here. Amounts are whole fen, moments whole seconds. */
type Kind = 'id' | 'text' | 'number' | 'fen' | 'second';
export type Shape = Readonly<Record<string, Kind>>;
export type Shaped<S extends Shape> = { [Name in keyof S]?: S[Name] extends 'id' | 'text' ? string : number };

const wholeThat =
  (is: (value: number) => boolean, what: string) =>
  (fields: Fields, name: string): number | undefined => {
    const value = optionalNumberIn(fields, name);
    if (value === undefined || (Number.isSafeInteger(value) && is(value))) return value;
    throw new SteeringError(400, `"${name}" is no ${what}: ${value}`);
  };

const readers = {
  id: optionalIdIn,
  text: optionalTextIn,
  number: wholeThat(() => true, 'whole number'),
  fen: wholeThat((value) => value >= 0, 'whole number'),
  second: wholeThat((value) => value >= 0 && value <= 9_999_999_999, 'moment in seconds'),
};

/** Reads fields in the vendor's own names. */
export const shapedInput = <S extends Shape>(shape: S, fields: Fields, alsoAllowed?: readonly string[]): Shaped<S> =>
  shaped(readers, shape, fields, alsoAllowed) as Shaped<S>;
