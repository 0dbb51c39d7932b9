type Scalar = string | number | bigint | boolean;

/** Business arguments of a call. An id is a `bigint`: JD types it as a 64-bit number. */
export type Arguments = { readonly [name: string]: Scalar | readonly Scalar[] | undefined };

/**
 * All arguments as the one JSON text that JD reads and signs. `containers` puts leaves into objects, where a method wants
 * them nested: `{pageNumber: 'pageRequest'}`.
 */
export function writeArguments(args: Arguments, containers: Readonly<Record<string, string>> = {}): string {
  const members: string[] = [];
  const nested = new Map<string, string[]>();
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined) continue;
    const container = containers[name];
    const member = `${JSON.stringify(name)}:${write(value)}`;
    if (container === undefined) members.push(member);
    else nested.set(container, [...(nested.get(container) ?? []), member]);
  }
  for (const [name, inner] of nested) members.push(`${JSON.stringify(name)}:{${inner.join(',')}}`);
  return `{${members.join(',')}}`;
}

function write(value: Scalar | readonly Scalar[]): string {
  if (typeof value === 'object') return `[${value.map(write).join(',')}]`;
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}
