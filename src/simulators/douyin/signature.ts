import { createHash, createHmac } from 'node:crypto';

export type Signed = { app_key: string; method: string; param_json: string; timestamp: string; v: string };

/** Undefined for a `sign_method` that the platform does not know. Absent means MD5. */
export function doudianSign(call: Signed, secret: string, signMethod: string): string | undefined {
  const { app_key, method, param_json, timestamp, v } = call;
  const text = `${secret}app_key${app_key}method${method}param_json${param_json}timestamp${timestamp}v${v}${secret}`;
  if (signMethod === 'hmac-sha256') return createHmac('sha256', secret).update(text, 'utf8').digest('hex');
  return signMethod === 'md5' || signMethod === '' ? createHash('md5').update(text, 'utf8').digest('hex') : undefined;
}

export const pushSign = (appKey: string, body: string, secret: string): string =>
  createHash('md5').update(appKey, 'utf8').update(body, 'utf8').update(secret, 'utf8').digest('hex');
