export type WireValue = string | number | bigint | boolean | null | readonly WireValue[] | WireObject;
export type WireObject = { readonly [name: string]: WireValue | undefined };

/** JSON text. A bigint becomes a bare number with all its digits, which `JSON.stringify` cannot write. */
export const wireJson = (value: WireValue): string => written(value, (names) => names);

/** As a call must be written: names sorted at every level, nothing between them. The platform signs it anew like that. */
export const canonicalJson = (value: WireValue): string => written(value, (names) => names.toSorted());

function written(value: WireValue, order: (names: string[]) => string[]): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((row) => written(row, order)).join(',')}]`;
  const fields = order(Object.keys(value)).flatMap((name) => {
    const field = value[name];
    return field === undefined ? [] : [`${JSON.stringify(name)}:${written(field, order)}`];
  });
  return `{${fields.join(',')}}`;
}

const isList = (value: WireValue): value is readonly WireValue[] => Array.isArray(value);

export const isObject = (value: WireValue | undefined): value is WireObject =>
  typeof value === 'object' && value !== null && !isList(value);

const mark = '\u0001';
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Reads JSON with whole numbers of 16 digits and more as bigint. Undefined when it is none. */
export function readWireJson(text: string): WireValue | undefined {
  const marked = text.replaceAll(tokens, (token) => (/^-?\d{16,}$/.test(token) ? `"\\u0001${token}"` : token));
  try {
    return JSON.parse(marked, (_, value: WireValue) =>
      typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(1)) : value,
    ) as WireValue;
  } catch {
    return undefined;
  }
}
