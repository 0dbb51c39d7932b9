import {
  constants,
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';

export const privateKeyOf = (body: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'pkcs8' });
export const publicKeyOf = (body: string): KeyObject =>
  createPublicKey({ key: Buffer.from(body, 'base64'), format: 'der', type: 'spki' });

export const signText = (text: string, key: KeyObject): string =>
  sign('RSA-SHA256', Buffer.from(text, 'utf8'), key).toString('base64');
export const verifyText = (text: string, signature: string, key: KeyObject): boolean =>
  verify('RSA-SHA256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));

/** What a request signs: its target as it stands in the request line, and the body byte for byte. */
export const requestText = (method: string, target: string, timestamp: string, nonce: string, body: string): string =>
  `${method}\n${target}\n${timestamp}\n${nonce}\n${body}\n`;

/** What an answer and a notice sign. */
export const answerText = (timestamp: string, nonce: string, body: string): string =>
  `${timestamp}\n${nonce}\n${body}\n`;

/** The content of a notice: ciphertext and tag in one, base64. */
export function encrypted(plain: string, apiV3Key: string, nonce: string, associatedData: string): string {
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce).setAAD(Buffer.from(associatedData));
  return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** A field that only the gateway may read (RSA-OAEP); undefined where it was not encrypted for it. */
export function openField(text: string, key: KeyObject): string | undefined {
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key, padding }, Buffer.from(text, 'base64')).toString('utf8');
  } catch {
    return undefined;
  }
}

export const newNonce = (): string => randomBytes(16).toString('hex').toUpperCase();
