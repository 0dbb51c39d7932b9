import { createHash, createHmac } from 'node:crypto';

export type SignMethod = 'md5' | 'hmac' | 'hmac-sha256';

/** Signs all parameters, common and business, in byte order of their names. Files are not signed. */
export function sign(params: Readonly<Record<string, string>>, secret: string, method: SignMethod): string {
  const text = Object.keys(params)
    .sort()
    .map((name) => `${name}${params[name]}`)
    .join('');
  return digest(text, secret, method).toUpperCase();
}

function digest(text: string, secret: string, method: SignMethod): string {
  switch (method) {
    case 'md5':
      return createHash('md5').update(`${secret}${text}${secret}`, 'utf8').digest('hex');
    case 'hmac':
      return createHmac('md5', secret).update(text, 'utf8').digest('hex');
    case 'hmac-sha256':
      return createHmac('sha256', secret).update(text, 'utf8').digest('hex');
  }
}
