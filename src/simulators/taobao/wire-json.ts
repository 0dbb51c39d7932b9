const singular = Symbol('singular');

/** A list as TOP writes it: `refunds: { refund: [ … ] }`, or `refunds: [ … ]` when simplified. */
type WireList = { readonly [singular]: string; readonly rows: readonly WireObject[] };
type WireValue = string | number | bigint | boolean | WireList | WireObject;
export type WireObject = { readonly [name: string]: WireValue | undefined };

export type WireStyle = {
  simplify: boolean;
  /** A list of one comes as the bare object: the gateway's JSON is made from XML, which cannot tell them apart. */
  singleObject: boolean;
  /** An empty list comes as its wrapper with nothing inside; usually the whole field is missing. */
  emptyWrapper: boolean;
};

/** `name` is the singular of the field that holds the list. */
export const wireList = (name: string, rows: readonly WireObject[]): WireList => ({ [singular]: name, rows });

const isList = (value: WireList | WireObject): value is WireList => singular in value;

/** JSON text. A bigint becomes a bare number with all its digits, which `JSON.stringify` cannot write. */
export function wireJson(value: WireValue, style: WireStyle): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return listJson(value, style);
  const fields = Object.entries(value).flatMap(([name, field]) =>
    field === undefined || isMissingList(field, style) ? [] : [`${JSON.stringify(name)}:${wireJson(field, style)}`],
  );
  return `{${fields.join(',')}}`;
}

const isMissingList = (value: WireValue, { emptyWrapper }: WireStyle): boolean =>
  typeof value === 'object' && isList(value) && value.rows.length === 0 && !emptyWrapper;

function listJson({ [singular]: name, rows }: WireList, style: WireStyle): string {
  const written = rows.map((row) => wireJson(row, style));
  const inner = style.singleObject && written.length === 1 ? written.join('') : `[${written.join(',')}]`;
  if (style.simplify) return inner;
  return rows.length === 0 ? '{}' : `{${JSON.stringify(name)}:${inner}}`;
}
