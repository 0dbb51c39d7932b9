import { createHash } from 'node:crypto';

/**
 * Signs all parameters, common and business, in byte order of their names. Empty ones must not be among them, and a
 * nested object is the JSON text that is sent.
 */
export function sign(params: Readonly<Record<string, string>>, secret: string): string {
  const text = Object.keys(params)
    .sort()
    .map((name) => `${name}${params[name]}`)
    .join('');
  return md5(`${secret}${text}${secret}`).toUpperCase();
}

/** For the address of the message stream: base64 of the hex text of the digest, not of its bytes. */
export const streamSign = (clientId: string, timeMs: number, secret: string): string =>
  Buffer.from(md5(`${clientId}${timeMs}${secret}`), 'utf8').toString('base64');

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');
