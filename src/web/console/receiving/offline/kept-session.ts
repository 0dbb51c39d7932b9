import { me } from '../../../../contract/people.ts';
import type { ReplyOf } from '../../../ui/api.ts';

const KEPT_AS = 'guilai.desk-session';

/** Who was signed in when there was a connection: the desk goes on under that name, and the server checks what it is sent. */
export function keepSession(session: ReplyOf<typeof me>): void {
  localStorage.setItem(KEPT_AS, JSON.stringify(session));
}

export function keptSession(): ReplyOf<typeof me> | undefined {
  const text = localStorage.getItem(KEPT_AS);
  if (!text) return undefined;
  try {
    const read = me.reply.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

export const forgetSession = (): void => localStorage.removeItem(KEPT_AS);
