import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { Params } from '../form.ts';

/** A PEM body without armour, PKCS#8. */
export const privateKeyOf = (body: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'pkcs8' });

/** A PEM body without armour, SPKI. */
export const publicKeyOf = (body: string): KeyObject =>
  createPublicKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'spki' });

/** What a request signs: everything but `sign` and empty values, `sign_type` included, values not URL-encoded. */
export const requestText = (params: Params): string => sortedPairs(params, ['sign']);

/** What a notification signs. Unlike a request it leaves `sign_type` out. */
export const noticeText = (params: Params): string => sortedPairs(params, ['sign', 'sign_type']);

function sortedPairs(params: Params, without: readonly string[]): string {
  return [...params]
    .filter(([name, value]) => value !== '' && !without.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

export const signText = (text: string, key: KeyObject): string =>
  sign('RSA-SHA256', Buffer.from(text, 'utf8'), key).toString('base64');

export const verifyText = (text: string, signature: string, key: KeyObject): boolean =>
  verify('RSA-SHA256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
