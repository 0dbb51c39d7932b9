import { createHash } from 'node:crypto';

const digest = (algorithm: 'md5' | 'sha256', text: string): string =>
  createHash(algorithm).update(text, 'utf8').digest('hex').toUpperCase();

/** `signType` of a query. The vendor knows SM3 as well; no merchant in China has to use it. */
const queryDigests: Readonly<Record<string, 'md5' | 'sha256'>> = { MD5: 'md5', SHA256: 'sha256' };

/** Undefined for a `signType` that is not offered. `param` is the JSON text exactly as sent. */
export function querySign(param: string, key: string, customer: string, signType = 'MD5'): string | undefined {
  const algorithm = queryDigests[signType];
  return algorithm && digest(algorithm, param + key + customer);
}

export const pushSign = (param: string, salt: string): string => digest('md5', param + salt);

/** Orders and intercepts; `t` is the millisecond beside them. */
export const orderSign = (param: string, t: string, key: string, secret: string): string =>
  digest('md5', param + t + key + secret);
