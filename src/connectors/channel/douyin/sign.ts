import { createHash, createHmac } from 'node:crypto';

export type SignMethod = 'hmac-sha256' | 'md5';

/**
 * Signs the given parameters in byte order of their names. Of a call these are `app_key`, `method`, `param_json`,
 * `timestamp` and `v`; the token and the sign method itself are not signed.
 */
export function sign(params: Readonly<Record<string, string>>, secret: string, method: SignMethod): string {
  const text = Object.keys(params)
    .sort()
    .map((name) => `${name}${params[name]}`)
    .join('');
  const wrapped = `${secret}${text}${secret}`;
  return method === 'md5'
    ? createHash('md5').update(wrapped, 'utf8').digest('hex')
    : createHmac('sha256', secret).update(wrapped, 'utf8').digest('hex');
}

/** The `event-sign` of a push, over its body byte for byte. */
export const eventSign = (appKey: string, body: string, secret: string): string =>
  createHash('md5').update(`${appKey}${body}${secret}`, 'utf8').digest('hex');
