import { createHash } from 'node:crypto';
import type { Params } from '../form.ts';

/** MD5 over `secret + name + value + … + secret`, names in ASCII order, in upper case. */
export function popSign(params: Params, secret: string): string {
  const text = [...params]
    .filter(([name]) => name !== 'sign')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('');
  return md5(secret + text + secret).toUpperCase();
}

/** Empty parameters are left out of the signature; a client that signs what it sends is right as well. */
export function isSignedBy(params: Params, secret: string): boolean {
  const filled = new Map([...params].filter(([, value]) => value !== ''));
  const sign = params.get('sign') ?? '';
  return [params, filled].some((signed) => popSign(signed, secret) === sign);
}

/** The last part of the address of the message stream: base64 of the hex text, not of the bytes. */
export const streamSign = (clientId: string, timeMs: string, secret: string): string =>
  Buffer.from(md5(clientId + timeMs + secret), 'utf8').toString('base64');

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');
