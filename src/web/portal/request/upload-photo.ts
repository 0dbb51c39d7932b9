import { uploadedFile } from '../../../contract/portal.ts';
import { problem } from '../../../contract/problem.ts';
import { randomDigits } from '../random.ts';
import { faultFromServer, type PhotoFault } from './photo.ts';

export type PhotoId = `fil_${string}`;
type UploadOutcome =
  | { kind: 'uploaded'; id: PhotoId }
  | { kind: 'failed'; fault: PhotoFault }
  | { kind: 'session_over' };

/** The picture as the server keeps it. An <img> sends no header, so the token stands in the address. */
export const photoAddress = (id: PhotoId, token: string): string =>
  `/api/portal/files/${id}?token=${encodeURIComponent(token)}`;

/**
 * Sends one photo and tells how far it is. XMLHttpRequest, because fetch does not say how much of a body has been sent.
 */
export function uploadPhoto(
  file: Blob,
  token: string,
  watch: { progress: (percent: number) => void; signal: AbortSignal },
): Promise<UploadOutcome> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/portal/files');
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('idempotency-key', randomDigits());
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => watch.progress(Math.floor((loaded / Math.max(total, 1)) * 100));
    request.onload = () => resolve(outcomeOf(request.status, request.response));
    request.onerror = () => resolve({ kind: 'failed', fault: 'connection' });
    request.onabort = request.onerror;
    watch.signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.set('file', file);
    request.send(form);
  });
}

function outcomeOf(status: number, answer: unknown): UploadOutcome {
  if (status === 401) return { kind: 'session_over' };
  const read = uploadedFile.safeParse(answer);
  if (status < 300 && read.success) return { kind: 'uploaded', id: read.data.id };
  const refusal = problem.safeParse(answer);
  return { kind: 'failed', fault: faultFromServer(refusal.success ? refusal.data.code : '', status) };
}
