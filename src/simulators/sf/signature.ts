import { createHash } from 'node:crypto';

/** Kept by Java's `URLEncoder`; a blank becomes a plus sign, every other byte is written in two capital hex digits. */
const kept = /[A-Za-z0-9*._-]/;

function urlEncoded(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) => {
    const sign = String.fromCharCode(byte);
    if (sign === ' ') return '+';
    return byte < 128 && kept.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

/** msgDigest: the 16 bytes of the MD5 of the encoded text, in Base64. */
export const digestOf = (msgData: string, timestamp: string, checkword: string): string =>
  createHash('md5')
    .update(urlEncoded(`${msgData}${timestamp}${checkword}`), 'latin1')
    .digest('base64');
