/**
 * The platform masks buyers' data (`张**`, `138****5678`) or encrypts it. Should a plain value slip through, it is masked
 * here, before the document is kept anywhere.
 */
const masks: Readonly<Record<string, (text: string) => string | undefined>> = {
  receiver_name: maskedName,
  buyer_name: maskedName,
  buyer_phone: maskedPhone,
  buyer_address: () => undefined,
  receiver_mobile: maskedPhone,
  receiver_phone: maskedPhone,
  receiver_address: () => undefined,
  receiver_zip: () => undefined,
  buyer_email: () => undefined,
  buyer_alipay_no: () => undefined,
};

function maskedName(text: string): string {
  return text.includes('*') ? text : `${[...text][0] ?? ''}**`;
}

/** The four last digits stay: staff ask callers for them. What looks like no phone at all is dropped. */
function maskedPhone(text: string): string | undefined {
  if (text.includes('*')) return text;
  return /^\+?[\d -]{7,}$/.test(text) ? `*******${text.slice(-4)}` : undefined;
}

export function withoutPersonalData(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document;
  const kept = Object.entries(document).map(([name, value]) => {
    const mask = masks[name];
    return [name, mask && typeof value === 'string' ? mask(value) : value];
  });
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}
