/** Own shops hand out buyers' names and phones in clear. What is kept of them is what marketplaces show: enough to tell two buyers apart at the desk. */

/** `张三丰` is kept as `张**`. What is masked already stays as it is. */
export function maskedName(name: string | undefined): string | undefined {
  const text = name?.trim();
  if (!text || text.includes('*')) return text || undefined;
  return `${[...text][0]}**`;
}

/** The four last digits stay: staff ask callers for them. What looks like no phone at all is dropped. */
export function maskedPhone(phone: string | undefined): string | undefined {
  if (!phone || phone.includes('*')) return phone || undefined;
  const digits = phone.replaceAll(/\D/g, '');
  return digits.length >= 7 && /^[+\d\s().-]+$/.test(phone) ? `*******${digits.slice(-4)}` : undefined;
}
