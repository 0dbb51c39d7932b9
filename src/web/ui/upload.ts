import type { Endpoint } from '../../contract/endpoint.ts';
import { uploadFile } from '../../contract/files.ts';
import { addressOf, type CallInput, newIdempotencyKey, type ReplyOf, request } from './api.ts';

export type UploadedFile = ReplyOf<typeof uploadFile>;

/** Sends one picture. `address` differs between staff (`/api/files`) and buyers (`/api/portal/files`). */
export async function uploadPicture(
  address: string,
  picture: Blob,
  headers: Record<string, string> = {},
): Promise<UploadedFile> {
  const form = new FormData();
  form.set('file', picture);
  const response = await request(address, {
    method: 'POST',
    body: form,
    headers: { 'idempotency-key': newIdempotencyKey(), ...headers },
  });
  return uploadFile.reply.parse(await response.json());
}

/** Sends a file to an operation that takes one, and reads its answer. */
export async function sendFile<const E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  file: File,
): Promise<ReplyOf<E>> {
  const form = new FormData();
  form.set('file', file);
  const response = await request(addressOf(endpoint.path, input.params, input.query), {
    method: 'POST',
    body: form,
    headers: { 'idempotency-key': newIdempotencyKey() },
  });
  return response.json();
}
