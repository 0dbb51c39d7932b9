import { invalid, missing, type Result } from './errors.ts';
import { isObject, type WireObject, type WireValue } from './wire-json.ts';
import type { DouyinWorld, Shop } from './world.ts';

/** `text` and `texts` are JSON strings; a 64-bit `int` is a bare number. The platform takes neither for the other. */
type Kind = 'text' | 'int' | 'ints' | 'texts' | 'boolean' | 'objects';

export type ApiCall = { method: string; world: DouyinWorld; shop: Shop; params: WireObject };

/** One method of the platform. */
export type Api = {
  required?: Readonly<Record<string, Kind>>;
  optional?: Readonly<Record<string, Kind>>;
  answer(call: ApiCall): Result;
};

const isInt = (value: WireValue): boolean => typeof value === 'bigint' || Number.isSafeInteger(value);
const isText = (value: WireValue): boolean => typeof value === 'string';
const isListOf = (value: WireValue, is: (row: WireValue) => boolean): boolean =>
  Array.isArray(value) && value.every(is);

const checks: Record<Kind, (value: WireValue) => boolean> = {
  text: isText,
  int: isInt,
  boolean: (value) => typeof value === 'boolean',
  texts: (value) => isListOf(value, isText),
  ints: (value) => isListOf(value, isInt),
  objects: (value) => isListOf(value, isObject),
};

export function argumentError({ required = {}, optional = {} }: Api, params: WireObject): Result | undefined {
  const absent = Object.keys(required).find((name) => params[name] === undefined);
  if (absent !== undefined) return missing(absent);
  const wrong = Object.entries({ ...required, ...optional }).find(([name, kind]) => {
    const value = params[name];
    return value !== undefined && !checks[kind](value);
  });
  return wrong && invalid(wrong[0]);
}

export const textOf = ({ params }: ApiCall, name: string): string | undefined => {
  const value = params[name];
  return typeof value === 'string' ? value : undefined;
};

export const numberOf = ({ params }: ApiCall, name: string): number | undefined => {
  const value = params[name];
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
};

export const rowsOf = ({ params }: ApiCall, name: string): readonly WireValue[] | undefined => {
  const value = params[name];
  return Array.isArray(value) ? value : undefined;
};
