import { createHash } from 'node:crypto';

/** 数据内容签名: MD5 of the content and the key as 32 lower-case letters, and those letters in Base64. */
export function signatureOf(requestData: string, appKey: string): string {
  const letters = createHash('md5').update(`${requestData}${appKey}`, 'utf8').digest('hex');
  return Buffer.from(letters, 'latin1').toString('base64');
}
