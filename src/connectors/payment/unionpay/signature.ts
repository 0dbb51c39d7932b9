import { createHash, type KeyObject, sign, verify, X509Certificate } from 'node:crypto';

export type Fields = Readonly<Record<string, string>>;

/** What 5.1.0 signs: everything but the signature and what is empty, sorted, joined raw. */
export const signedText = (fields: Fields): string =>
  Object.entries(fields)
    .filter(([name, value]) => name !== 'signature' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** A digest of a digest: the signature is made over the hex text of the first. */
export const digestOf = (fields: Fields): string =>
  createHash('sha256').update(signedText(fields), 'utf8').digest('hex');

export const signatureOf = (fields: Fields, key: KeyObject): string =>
  sign('RSA-SHA256', Buffer.from(digestOf(fields)), key).toString('base64');

/** Signed by the certificate that came with it, and that one issued by an authority we trust and still valid. */
export function isGenuine(fields: Fields, authorities: readonly X509Certificate[], nowMs: number): boolean {
  const { signature = '', signPubKeyCert = '', signMethod } = fields;
  if (signature === '' || signMethod !== '01') return false;
  const certificate = certificateIn(signPubKeyCert);
  if (!certificate) return false;
  const isValid = Date.parse(certificate.validFrom) <= nowMs && nowMs <= Date.parse(certificate.validTo);
  const isIssued = authorities.some((ca) => certificate.checkIssued(ca) && certificate.verify(ca.publicKey));
  if (!isValid || !isIssued) return false;
  const text = Buffer.from(digestOf(fields));
  return verify('RSA-SHA256', text, certificate.publicKey, Buffer.from(signature, 'base64'));
}

export function certificateIn(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** `k=v&k=v`, raw: values may hold `=` and, as in base64, `+`. */
export function readFields(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const pair of text.trim().split('&')) {
    const at = pair.indexOf('=');
    if (at > 0) fields[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return fields;
}
