/** The letters of GBK by their two bytes; the platform knows how to read them, and not how to write them. */
function lettersOfGbk(): Map<string, number> {
  const reader = new TextDecoder('gbk', { fatal: true });
  const letters = new Map<string, number>();
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low === 0x7f) continue;
      try {
        const letter = reader.decode(Uint8Array.of(high, low));
        if (letter.length === 1 && !letters.has(letter)) letters.set(letter, high * 256 + low);
      } catch {
        // Not every pair of bytes is a letter.
      }
    }
  }
  return letters;
}

let letters: Map<string, number> | undefined;

/** Text in the bytes that older Chinese programs read; a letter they lack is a question mark. */
export function inGbk(text: string): Buffer {
  letters ??= lettersOfGbk();
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letters.get(letter);
    if (letter < '\u0080') bytes.push(letter.charCodeAt(0));
    else if (code === undefined) bytes.push(0x3f);
    else bytes.push(code >> 8, code & 0xff);
  }
  return Buffer.from(bytes);
}
