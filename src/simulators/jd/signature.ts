import { createHash } from 'node:crypto';
import type { Params } from '../form.ts';

/** MD5 over the sorted parameters between two secrets. Empty values and files are left out, as all three clients do. */
export function josSign(params: Params, secret: string): string {
  const text = [...params]
    .filter(([name, value]) => name !== 'sign' && value !== '' && !value.startsWith('@'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('');
  return createHash('md5')
    .update(secret + text + secret, 'utf8')
    .digest('hex')
    .toUpperCase();
}

export const isSignedBy = (params: Params, secret: string): boolean => josSign(params, secret) === params.get('sign');
