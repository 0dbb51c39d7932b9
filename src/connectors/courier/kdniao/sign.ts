import { createHash, timingSafeEqual } from 'node:crypto';

/** Base64 of the 32 letters of the hex text, not of its 16 bytes. Whoever sends it in a form encodes it once, like any value. */
export const dataSign = (requestData: string, appKey: string): string =>
  Buffer.from(
    createHash('md5')
      .update(requestData + appKey, 'utf8')
      .digest('hex'),
  ).toString('base64');

/** Whether a push was signed by somebody who knows our key. The comparison takes the same time for any wrong sign. */
export function isPushSigned(requestData: string, sign: string, appKey: string): boolean {
  const expected = Buffer.from(dataSign(requestData, appKey));
  const given = Buffer.from(sign);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
