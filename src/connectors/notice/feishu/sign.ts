import { createHmac } from 'node:crypto';

/** The other way round than elsewhere: the moment in seconds and the secret are the key, and nothing at all is signed. */
export const feishuSign = (timestampSeconds: number, secret: string): string =>
  createHmac('sha256', `${timestampSeconds}\n${secret}`).update('').digest('base64');
