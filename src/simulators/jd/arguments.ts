/** Business arguments by name; 64-bit numbers arrive as text, with all their digits. */
export type Arguments = Readonly<Record<string, unknown>>;

/**
 * What `360buy_param_json` holds. The newest documents nest some arguments (`pageRequest`, `baseRequest` …), every client
 * sends them flat: one level is flattened, and both are read. Undefined for what is no JSON object.
 */
export function readArguments(text: string): Arguments | undefined {
  const parsed = parse(text);
  if (!isObject(parsed)) return undefined;
  const flat = Object.entries(parsed).flatMap(([name, value]) =>
    isObject(value) ? Object.entries(value) : [[name, value] as const],
  );
  return Object.fromEntries(flat);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|\d{16,}/g, (token) => (token[0] === '"' ? token : `"${token}"`)));
  } catch {
    return undefined;
  }
}

/** A single value as text; undefined where it is absent, empty, or a list. */
export function textOf(args: Arguments, name: string): string | undefined {
  const value = args[name];
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Undefined when absent, NaN when unreadable. */
export function numberOf(args: Arguments, name: string): number | undefined {
  const text = textOf(args, name);
  if (text === undefined) return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

export const listOf = (args: Arguments, name: string): readonly unknown[] => {
  const value = args[name];
  return Array.isArray(value) ? value : [];
};
