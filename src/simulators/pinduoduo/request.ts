import { type Params, readForm } from '../form.ts';
import type { Call } from '../http-server.ts';

/** The parameters of a call, from the address and the body: JSON, a form or multipart, as the clients differ. */
export async function paramsOf(call: Call): Promise<Params> {
  if (!call.contentType.startsWith('application/json')) return (await readForm(call)).params;
  const params = new Map(call.query);
  for (const [name, value] of Object.entries(objectIn(call.body.toString('utf8')))) {
    // A raw list or object is no parameter: nested ones come as a JSON text.
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      params.set(name, String(value));
    }
  }
  return params;
}

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
