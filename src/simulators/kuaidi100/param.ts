import type { Reply } from '../http-server.ts';
import type { Fields } from '../steering-input.ts';

/** The JSON object in the form field `param`; unreadable text counts as an empty one, as incomplete data. */
export function paramOf(text: string): Fields {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : {};
  } catch {
    return {};
  }
}

/** Empty when absent: the vendor makes no difference. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export const jsonReply = (body: unknown): Reply => ({
  status: 200,
  contentType: 'application/json;charset=UTF-8',
  body: JSON.stringify(body),
});
