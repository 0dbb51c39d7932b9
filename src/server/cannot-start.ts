/** The program cannot start as things are. The message is one clear sentence for a person, printed without a stack. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** The `code` that Node and PostgreSQL put on their errors: `ENOSPC`, `28P01`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
