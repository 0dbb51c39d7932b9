import type { NoticeOutcome } from '../port.ts';

type SmtpError = { code?: unknown; responseCode?: unknown; response?: unknown; message?: unknown; command?: unknown };

/** Servers that slow a sender down mostly want some minutes; greylisting does. */
const PAUSE_MS = 5 * 60_000;

const isObject = (value: unknown): value is SmtpError => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string => (typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '');

/**
 * What a failed delivery means. 4yz is "not now", 5yz is "no" (RFC 5321, 4.2.1). Without a code nobody knows: the answer
 * to the whole mail may have been lost on its way.
 */
export function outcomeOfFailure(error: unknown): NoticeOutcome {
  const { code, responseCode, response, message } = isObject(error) ? error : {};
  const said = textOf(response) || textOf(message) || String(error);
  if (typeof responseCode !== 'number') return withoutAnswer(textOf(code), said);
  if (responseCode < 500) return { kind: 'throttled', retryAfterMs: PAUSE_MS };
  // Wrong passwords and refused senders are mended in the settings; a mailbox that is full or gone is there too.
  return { kind: 'rejected', code: `smtp_${responseCode}`, message: said.slice(0, 300), retryable: true };
}

function withoutAnswer(code: string, said: string): NoticeOutcome {
  if (code === 'ETLS' || /certificate|self.signed|altnames/i.test(said))
    return { kind: 'rejected', code: 'tls', message: said.slice(0, 300), retryable: true };
  if (code === 'EAUTH' || code === 'ENOAUTH') return { kind: 'rejected', code: 'auth', message: said, retryable: true };
  const isSlow = code === 'ETIMEDOUT' || /timeout|timed out/i.test(said);
  return { kind: 'unknown', cause: `${isSlow ? 'timeout' : 'network'}: ${said.slice(0, 300)}` };
}
