/** 32 hexadecimal digits. Not `randomUUID`, which browsers have on https only, and a shop may try us on plain http. */
export const randomDigits = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
