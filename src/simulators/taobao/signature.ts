import { createHash, createHmac } from 'node:crypto';
import type { Params } from '../form.ts';

type SignMethod = (secret: string, text: string) => string;

const signMethods: Readonly<Record<string, SignMethod>> = {
  md5: (secret, text) =>
    createHash('md5')
      .update(secret + text + secret, 'utf8')
      .digest('hex'),
  hmac: (secret, text) => createHmac('md5', secret).update(text, 'utf8').digest('hex'),
  'hmac-sha256': (secret, text) => createHmac('sha256', secret).update(text, 'utf8').digest('hex'),
};

/** Undefined for a `sign_method` that TOP does not know. Files are no parameters and so never signed. */
export function topSign(params: Params, secret: string, signMethod: string): string | undefined {
  const text = [...params]
    .filter(([name]) => name !== 'sign')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('');
  return signMethods[signMethod]?.(secret, text).toUpperCase();
}

/** The official clients leave empty parameters out of the signature and may still send them, so both ways are right. */
export function isSignedBy(params: Params, secret: string): boolean {
  const signMethod = params.get('sign_method') ?? '';
  const filled = new Map([...params].filter(([, value]) => value !== ''));
  const sign = params.get('sign') ?? '';
  return [params, filled].some((signed) => topSign(signed, secret, signMethod) === sign);
}
