import { createHash, timingSafeEqual } from 'node:crypto';

/** As Java's URLEncoder writes it: `encodeURIComponent` leaves more characters alone, and has another blank. */
const javaEncoded = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+');

/** Signs a call: `msgData` is the very text that is sent, `timestamp` the second beside it. */
export const msgDigest = (msgData: string, timestamp: string, checkword: string): string =>
  createHash('md5')
    .update(javaEncoded(msgData + timestamp + checkword), 'utf8')
    .digest('base64');

/** Whether an address bears our secret. The comparison takes the same time for any wrong one. */
export function isAddressProven(given: string | undefined, pushKey: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(pushKey));
}
