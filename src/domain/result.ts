/** What a rule answers: the value, or a refusal as a value with a stable code. */
export type Result<T, R extends { code: string } = { code: string }> =
  | { ok: true; value: T }
  | { ok: false; rejection: R };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export const reject = <const R extends { code: string }>(rejection: R): { ok: false; rejection: R } => ({
  ok: false,
  rejection,
});
