type WireValue = string | number | bigint | boolean | null | WireObject | readonly WireValue[];
export type WireObject = { readonly [name: string]: WireValue | undefined };

const isList = (value: WireObject | readonly WireValue[]): value is readonly WireValue[] => Array.isArray(value);

/** JSON text. A bigint becomes a bare number with all its digits, which `JSON.stringify` cannot write. */
export function wireJson(value: WireValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(wireJson).join(',')}]`;
  const fields = Object.entries(value).flatMap(([name, field]) =>
    field === undefined ? [] : [`${JSON.stringify(name)}:${wireJson(field)}`],
  );
  return `{${fields.join(',')}}`;
}
