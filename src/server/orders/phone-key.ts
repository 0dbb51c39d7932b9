/** A phone as it is indexed: digits, and a Chinese mobile without its country code, however a shop writes it. */
export function phoneKey(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return /^(?:86|0086)?(1\d{10})$/.exec(digits)?.[1] ?? digits;
}
