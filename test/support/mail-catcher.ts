import { once } from 'node:events';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** A mail as it arrived: the parts that a reader sees, and the raw text. */
export type CaughtMail = { messageId: string; subject: string; to: string[]; text: string; html: string; raw: string };

export type MailFault = 'fail_before' | 'hang_before' | 'throttled' | 'fail_after' | 'hang_after' | 'drop_after';

export type MailCatcher = {
  port: number;
  caught: CaughtMail[];
  /** For the next mail only. */
  fault(kind: MailFault): void;
  /** From now on these mailboxes are not there. */
  refuse(address: string): void;
  close(): Promise<void>;
};

export const MAIL_USER = 'shop@example.com';
export const MAIL_PASSWORD = 'mail-test-password';

const smtpError = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

/** An SMTP server on a free port that knows one account and keeps what it is given. */
export async function catchMail(): Promise<MailCatcher> {
  const caught: CaughtMail[] = [];
  const refused = new Set<string>();
  let fault: MailFault | undefined;
  const take = (...kinds: MailFault[]): MailFault | undefined => {
    const found = kinds.find((kind) => kind === fault);
    if (found) fault = undefined;
    return found;
  };
  const sockets = new Map<string, () => void>();
  const cut = (session: SMTPServerSession): void => sockets.get(session.id)?.();

  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: (auth, _, done) =>
      auth.username === MAIL_USER && auth.password === MAIL_PASSWORD
        ? done(null, { user: auth.username })
        : done(smtpError(535, '5.7.8 authentication failed')),
    onMailFrom: (_, session, done) => {
      const found = take('fail_before', 'hang_before', 'throttled');
      if (found === 'throttled') return done(smtpError(451, '4.7.1 try again later'));
      if (found === 'fail_before') return cut(session);
      if (found === undefined) done();
    },
    onRcptTo: ({ address }, _, done) => done(refused.has(address) ? smtpError(550, '5.1.1 no such mailbox') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        caught.push(readMail(Buffer.concat(chunks).toString('utf8'), recipients));
        const found = take('fail_after', 'hang_after', 'drop_after');
        if (found === 'drop_after' || found === 'fail_after') cut(session);
        else if (found === undefined) done();
      });
    },
  });
  // The connection behind a session is not part of its public face, so it is remembered as it comes in.
  server.server.on('connection', (socket) => {
    const first = (session: SMTPServerSession): void => void sockets.set(session.id, () => socket.destroy());
    pending.push(first);
  });
  const pending: ((session: SMTPServerSession) => void)[] = [];
  server.onConnect = (session, done) => {
    pending.shift()?.(session);
    done();
  };
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    caught,
    fault: (kind) => {
      fault = kind;
    },
    refuse: (mailbox) => {
      refused.add(mailbox);
    },
    close: () =>
      new Promise((resolve) => {
        for (const end of sockets.values()) end();
        server.close(() => resolve());
      }),
  };
}

function readMail(raw: string, to: string[]): CaughtMail {
  const { head, body } = splitPart(raw);
  const boundary = /boundary="?([^";\r\n]+)"?/.exec(head)?.[1] ?? '';
  const parts = body.split(`--${boundary}`).map((part) => splitPart(part.replace(/^\r\n/, '')));
  const partOf = (type: string): string => {
    const part = parts.find((each) => each.head.toLowerCase().includes(`content-type: ${type}`));
    return part ? decodeBody(part.head, part.body) : '';
  };
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  return {
    messageId: field('message-id'),
    subject: decodeWords(field('subject')),
    to,
    text: partOf('text/plain'),
    html: partOf('text/html'),
    raw,
  };
}

/** Folded header lines are joined. */
function splitPart(raw: string): { head: string; body: string } {
  const at = raw.indexOf('\r\n\r\n');
  return { head: raw.slice(0, at).replace(/\r\n[ \t]+/g, ' '), body: raw.slice(at + 4) };
}

function decodeBody(head: string, body: string): string {
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8').replaceAll('\r\n', '\n');
  return /quoted-printable/i.test(head) ? decodeQuoted(body.replace(/=\r\n/g, '')) : body;
}

const decodeQuoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

/** `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=`, a space between two of them being none. */
const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, content: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64').toString('utf8')
        : decodeQuoted(content.replaceAll('_', ' ')),
    );
