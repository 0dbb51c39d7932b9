/**
 * JD masks buyers' data (`张**`, `138****5678`) or encrypts it. Should a plain value slip through, it is masked here, before
 * the document is kept anywhere. Addresses are dropped: returns do not need them.
 */
const masks: Readonly<Record<string, (text: string) => string | undefined>> = {
  fullname: maskedName,
  customerName: maskedName,
  buyerName: maskedName,
  mobile: maskedPhone,
  telephone: maskedPhone,
  customerTel: maskedPhone,
  customerMobile: maskedPhone,
};

const dropped: ReadonlySet<string> = new Set([
  'fullAddress',
  'town',
  'customerInfo',
  'afsContactInfo',
  'pickwareAddress',
  'returnWareAddress',
  'customerEmail',
  'invoiceEasyInfo',
  'vatInfo',
]);

function maskedName(text: string): string {
  return text.includes('*') ? text : `${[...text][0] ?? ''}**`;
}

/** The four last digits stay: staff ask callers for them. What looks like no phone at all is dropped. */
function maskedPhone(text: string): string | undefined {
  if (text.includes('*')) return text;
  return /^\+?[\d -]{7,}$/.test(text) ? `*******${text.slice(-4)}` : undefined;
}

export function withoutPersonalData(document: unknown): unknown {
  if (Array.isArray(document)) return document.map(withoutPersonalData);
  if (typeof document !== 'object' || document === null) return document;
  const kept = Object.entries(document)
    .filter(([name]) => !dropped.has(name))
    .map(([name, value]) => {
      const mask = masks[name];
      return [name, mask && typeof value === 'string' ? mask(value) : withoutPersonalData(value)];
    });
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}
