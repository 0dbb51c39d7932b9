import { createHmac } from 'node:crypto';

/** 加签: the moment in milliseconds and the secret, signed with the secret, in base64. */
export const dingtalkSign = (timestampMs: number, secret: string): string =>
  createHmac('sha256', secret).update(`${timestampMs}\n${secret}`, 'utf8').digest('base64');
