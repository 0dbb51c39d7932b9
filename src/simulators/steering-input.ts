import { SteeringError } from './http-server.ts';

/** A JSON object from the steering interface. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(body: unknown): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refuse('a JSON object is expected');
  return body as Fields;
}

/** One object, or a list of them. */
export const manyOf = (body: unknown): Fields[] => (Array.isArray(body) ? body : [body]).map(fieldsOf);

export function textIn(fields: Fields, name: string): string {
  const value = optionalTextIn(fields, name);
  if (value === undefined || value === '') throw refuse(`"${name}" is missing`);
  return value;
}

export function optionalTextIn(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  // A JSON number above 2^53 has already lost digits when it gets here; a wrong id would be found much later.
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw refuse(`"${name}" must be a text`);
}

export function optionalNumberIn(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse(`"${name}" must be a number`);
  return value;
}

/** A limit that `null` takes away. */
export const optionalLimitIn = (fields: Fields, name: string): number | null | undefined =>
  fields[name] === null ? null : optionalNumberIn(fields, name);

export function optionalBooleanIn(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw refuse(`"${name}" must be true or false`);
  return value;
}

/** The entries that are given, so that an absent one can stay absent. */
export function present<T extends Record<string, unknown>>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

const refuse = (message: string): SteeringError => new SteeringError(400, message);
