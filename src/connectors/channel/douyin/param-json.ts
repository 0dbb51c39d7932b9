/** What a call may carry. A bigint is written as a bare number with all its digits: after-sale ids exceed 2^53. */
export type Param = string | number | bigint | boolean | readonly Param[] | ParamObject;
export type ParamObject = { readonly [name: string]: Param | undefined };

/** Names sorted at every level, no white space, nothing escaped that JSON does not ask for: the platform signs it so. */
export function paramJson(value: Param): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(paramJson).join(',')}]`;
  const fields = Object.keys(value)
    .sort()
    .flatMap((name) => {
      const field = value[name];
      return field === undefined ? [] : [`${JSON.stringify(name)}:${paramJson(field)}`];
    });
  return `{${fields.join(',')}}`;
}

const isList = (value: readonly Param[] | ParamObject): value is readonly Param[] => Array.isArray(value);
