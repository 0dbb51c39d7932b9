import { createTransport } from 'nodemailer';
import type { TimedNotice } from '../../../domain/notices/notice.ts';
import type { NoticeOutcome, NoticePort } from '../port.ts';
import { type Resolve, resolveOnce } from '../resolve.ts';
import { asText, clippedTitle } from '../wording.ts';
import { mailDate } from './mail-date.ts';
import { mailHtml } from './mail-html.ts';
import { outcomeOfFailure } from './smtp-answers.ts';

export type MailConfig = {
  host: string;
  port: number;
  /** `none` is for servers within the network of the program only. */
  security: 'tls' | 'starttls' | 'none';
  user?: string;
  password?: string;
  from: string;
  to: readonly string[];
  timeoutMs: number;
  mayBeNear: boolean;
  resolve?: Resolve;
};

const MAX_BYTES = 50_000;

/** The notice's own, so that a repeat is the same mail and mail programs show one. The part behind the sign is the sender's. */
export const messageIdOf = (notice: TimedNotice, from: string): string =>
  `<${notice.id}@${/@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'guilai.invalid'}>`;

/** E-mail through the merchant's own SMTP server. */
export const mail = (config: MailConfig): NoticePort => ({
  capabilities: { maxBytes: MAX_BYTES, markdown: false, tellsRepeats: true },
  send: async (notice) => {
    const found = await resolveOnce(config.host, config.mayBeNear, config.resolve);
    if (found.kind === 'near')
      return { kind: 'rejected', code: 'near_address', message: 'the server lies in this network', retryable: true };
    if (found.kind === 'nowhere') return { kind: 'unknown', cause: `network: ${found.cause}` };
    return deliver(config, found.address, notice);
  },
});

async function deliver(config: MailConfig, address: string, notice: TimedNotice): Promise<NoticeOutcome> {
  const { host, port, security, user, password, from, to, timeoutMs } = config;
  const transport = createTransport({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { servername: host },
    ...(user ? { auth: { user, pass: password ?? '' } } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const sent = await transport.sendMail({
      from,
      to: [...to],
      subject: clippedTitle(notice),
      // Chinese in quoted-printable is three times as long, and some servers break its lines.
      textEncoding: 'base64',
      text: asText(notice, MAX_BYTES),
      html: mailHtml(notice),
      messageId: messageIdOf(notice, from),
      date: mailDate(notice.at),
      headers: {
        'auto-submitted': 'auto-generated',
        'x-auto-response-suppress': 'All',
        ...(notice.severity === 'urgent' ? { importance: 'high', 'x-priority': '1' } : {}),
      },
    });
    const refused = sent.rejected.map(String);
    return { kind: 'sent', ...(refused.length > 0 ? { remark: `not taken for ${refused.join(', ')}` } : {}) };
  } catch (error) {
    return outcomeOfFailure(error);
  } finally {
    transport.close();
  }
}
