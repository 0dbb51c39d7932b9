import { createHash, timingSafeEqual } from 'node:crypto';

const upperMd5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase();

/** Signs a query. `param` is the very text that is sent. */
export const signQuery = (param: string, key: string, customer: string): string => upperMd5(param + key + customer);

/** Signs an order or an intercept. `t` is the millisecond that is sent beside it. */
export const signOrder = (param: string, t: string, key: string, secret: string): string =>
  upperMd5(param + t + key + secret);

/** Whether a push was signed by somebody who knows our salt. The comparison takes the same time for any wrong sign. */
export function isPushSigned(param: string, sign: string, salt: string): boolean {
  const expected = Buffer.from(upperMd5(param + salt));
  const given = Buffer.from(sign.toUpperCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}
