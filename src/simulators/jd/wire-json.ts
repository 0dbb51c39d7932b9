const decimal = Symbol('decimal');

/** Yuan as a bare number: after-sales write money so. */
type WireDecimal = { readonly [decimal]: string };
type WireValue = string | number | bigint | boolean | null | WireDecimal | readonly WireValue[] | WireObject;
export type WireObject = { readonly [name: string]: WireValue | undefined };

/** `99.00` may also be written `99`, and `19.90` as `19.9`. */
export type WireStyle = { shortDecimals: boolean };

export const wireDecimal = (yuan: string): WireDecimal => ({ [decimal]: yuan });

/** JSON text. A bigint becomes a bare number with all its digits, which `JSON.stringify` cannot write. */
export function wireJson(value: WireValue, style: WireStyle): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => wireJson(item, style)).join(',')}]`;
  if (decimal in value) return decimalText(String(value[decimal]), style);
  const fields = Object.entries(value).flatMap(([name, field]) =>
    field === undefined ? [] : [`${JSON.stringify(name)}:${wireJson(field, style)}`],
  );
  return `{${fields.join(',')}}`;
}

const decimalText = (yuan: string, { shortDecimals }: WireStyle): string =>
  shortDecimals ? yuan.replace(/\.?0+$/, '') || '0' : yuan;
