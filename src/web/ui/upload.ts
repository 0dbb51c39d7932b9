import { uploadFile } from '../../contract/files.ts';
import { newIdempotencyKey, type ReplyOf, request } from './api.ts';

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
