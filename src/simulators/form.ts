import type { Call } from './http-server.ts';

export type Params = ReadonlyMap<string, string>;

/** The parameters of a call, query string and body merged; files only from `multipart/form-data`. */
export type Form = { params: Params; files: ReadonlyMap<string, Buffer> };

export async function readForm(call: Call): Promise<Form> {
  const params = new Map(call.query);
  const files = new Map<string, Buffer>();
  if (call.contentType.startsWith('multipart/form-data')) {
    const multipart = new Response(new Uint8Array(call.body), { headers: { 'content-type': call.contentType } });
    for (const [name, value] of await multipart.formData()) {
      if (typeof value === 'string') params.set(name, value);
      else files.set(name, Buffer.from(await value.arrayBuffer()));
    }
  } else {
    for (const [name, value] of new URLSearchParams(call.body.toString('utf8'))) params.set(name, value);
  }
  return { params, files };
}
