import { type Fields, optionalBooleanIn, optionalNumberIn, optionalTextIn } from '../steering-input.ts';
import { optionalDateIn, optionalIdIn, optionalYuanIn, shaped } from '../steering-shapes.ts';
import type { Shape, Shaped } from './shapes.ts';

const readers = {
  id: optionalIdIn,
  text: optionalTextIn,
  price: optionalYuanIn,
  date: optionalDateIn,
  number: optionalNumberIn,
  boolean: optionalBooleanIn,
};

/** Reads fields in the vendor's own names. */
export const shapedInput = <S extends Shape>(shape: S, fields: Fields, alsoAllowed?: readonly string[]): Shaped<S> =>
  shaped(readers, shape, fields, alsoAllowed) as Shaped<S>;
