const table = Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

/** A zip with one stored file, as small gateways' bills come. */
export function zipOf(name: string, file: Buffer): Buffer {
  const names = Buffer.from(name, 'utf8');
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  head.writeUInt32LE(crc32(file), 10);
  head.writeUInt32LE(file.length, 14);
  head.writeUInt32LE(file.length, 18);
  head.writeUInt16LE(names.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), head, names, file]);
  const central = Buffer.concat([
    Buffer.from('PK\u0001\u0002', 'latin1'),
    Buffer.from([20, 0]),
    head,
    Buffer.alloc(14),
    names,
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

let gbk: Map<string, Buffer> | undefined;

/** GBK, as older Chinese files are written. What it does not have becomes a question mark. */
export function gbkOf(text: string): Buffer {
  gbk ??= gbkTable();
  const known = gbk;
  return Buffer.concat(
    [...text].map((char) => (char.charCodeAt(0) < 0x80 ? Buffer.from(char) : (known.get(char) ?? Buffer.from('?')))),
  );
}

function gbkTable(): Map<string, Buffer> {
  const decoder = new TextDecoder('gbk');
  const found = new Map<string, Buffer>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const bytes = Buffer.from([lead, trail]);
      const char = decoder.decode(bytes);
      if ([...char].length === 1 && char !== '\uFFFD' && !found.has(char)) found.set(char, bytes);
    }
  return found;
}
