import { uploadFile } from '../../../../contract/files.ts';
import { reportConflict } from '../../../../contract/receiving.ts';
import { call, newIdempotencyKey, ProblemError, problemOf, request } from '../../../ui/api.ts';
import { uploadPicture } from '../../../ui/upload.ts';
import { type Answer, failedHere, type Queued, type Refusal, type Road } from './queue.ts';

/** No answer, or one that says nothing about the step itself: it is sent again, under the same id. */
export const isLost = (error: unknown): boolean => {
  const { status } = problemOf(error);
  return nobodyThere.has(status) || status >= 500;
};
const nobodyThere: ReadonlySet<number> = new Set([0, 401, 408, 425, 429]);
const gatewaySays: ReadonlySet<number> = new Set([502, 503, 504]);

/** What an answer, or none, says about a step that waits here. */
export function answerOf(error: unknown): Exclude<Answer, { outcome: 'done' }> {
  const problem = refusalOf(error);
  // What this device could not make sense of has the status 0 too, and is no sign that the server is away.
  if (!(error instanceof ProblemError)) return { outcome: 'stuck', problem: failedHere(error) };
  const { status } = error.problem;
  if (nobodyThere.has(status)) return { outcome: 'later' };
  if (gatewaySays.has(status)) return { outcome: 'busy', problem };
  return status >= 500 ? { outcome: 'stuck', problem } : { outcome: 'refused', refusal: problem };
}

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
      if (!known?.success) return { outcome: 'stuck', problem: { code: 'report_not_possible' } };
      return call(reportConflict, { body: known.data }, { idempotencyKey: newIdempotencyKey() })
        .then(() => ({ outcome: 'done' as const }))
        .catch((error: unknown) => {
          const answer = answerOf(watch(error));
          // There is no conflict of a conflict: it stays in the list, where a person sees why.
          return answer.outcome === 'refused' ? { outcome: 'stuck', problem: answer.refusal } : answer;
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
