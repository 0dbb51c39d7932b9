import { uploadFile } from '../../../../contract/files.ts';
import { reportConflict } from '../../../../contract/receiving.ts';
import { call, newIdempotencyKey, problemOf, request } from '../../../ui/api.ts';
import { uploadPicture } from '../../../ui/upload.ts';
import type { Answer, Queued, Refusal, Road } from './queue.ts';

/** No answer, or one that says nothing about the step itself: it is sent again, under the same id. */
export const isLost = (error: unknown): boolean => {
  const { status } = problemOf(error);
  return status === 0 || status === 401 || status === 408 || status === 425 || status === 429 || status >= 500;
};

const answerOf = (error: unknown): Exclude<Answer, { outcome: 'done' }> =>
  isLost(error) ? { outcome: 'later' } : { outcome: 'refused', refusal: refusalOf(error) };

export function refusalOf(error: unknown): Refusal {
  const { code, rejection, permission, errors } = problemOf(error);
  const fields = errors?.map(({ path }) => path).join(', ');
  return { ...rejection, code, ...(permission ? { permission } : {}), ...(fields ? { fields } : {}) };
}

/** To our own server, over HTTP. */
export const httpRoad = (onSignedOut: () => void): Road => {
  const watch = (error: unknown) => {
    if (problemOf(error).status === 401) onSignedOut();
    return error;
  };
  return {
    send: (step, body) =>
      post(step, body)
        .then(() => ({ outcome: 'done' as const }))
        .catch((error: unknown) => answerOf(watch(error))),
    upload: (blob) =>
      uploadPicture(uploadFile.path, blob)
        .then(({ id }) => ({ outcome: 'done' as const, id }))
        .catch((error: unknown) => answerOf(watch(error))),
    report: async (step, refusal) => {
      const { id: commandId, command, path, body, pressedAt, rmaId, lineId, waybill } = step;
      const named = { ...(rmaId ? { rmaId } : {}), ...(lineId ? { lineId } : {}), ...(waybill ? { waybill } : {}) };
      const known = reportConflict.body?.safeParse({ commandId, command, path, body, pressedAt, refusal, ...named });
      // What the server's own form refuses would wait for ever: it stays in the list, where a person sees it.
      if (!known?.success) return false;
      return call(reportConflict, { body: known.data }, { idempotencyKey: newIdempotencyKey() })
        .then(() => true)
        .catch((error: unknown) => {
          watch(error);
          return false;
        });
    },
  };
};

/** Sends a step as it was pressed. */
export async function post({ id, path }: Pick<Queued, 'id' | 'path'>, body: Queued['body']): Promise<void> {
  await request(path, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': id,
      prefer: 'return=minimal',
    },
    body: JSON.stringify(body),
  });
}
