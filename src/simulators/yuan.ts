/** `"88.50"` is 8850 fen. Undefined unless it has exactly two decimals: vendors send no other text. */
export function fenOf(yuan: string): bigint | undefined {
  return /^\d{1,12}\.\d{2}$/.test(yuan) ? BigInt(yuan.replace('.', '')) : undefined;
}

export function yuanOf(fen: bigint): string {
  const digits = fen.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
