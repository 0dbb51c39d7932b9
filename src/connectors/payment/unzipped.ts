import { inflateRawSync } from 'node:zlib';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** The files in a small zip, stored or deflated, by its directory. Undefined: damaged, or larger than allowed. */
export function unzipped(zip: Buffer, mostBytes: number): Buffer[] | undefined {
  const files: Buffer[] = [];
  let left = mostBytes;
  try {
    const end = endOf(zip);
    if (end === undefined) return undefined;
    let at = zip.readUInt32LE(end + 16);
    for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
      if (zip.readUInt32LE(at) !== CENTRAL) return undefined;
      const method = zip.readUInt16LE(at + 10);
      const packed = zip.readUInt32LE(at + 20);
      const local = zip.readUInt32LE(at + 42);
      if (zip.readUInt32LE(local) !== LOCAL) return undefined;
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const body = zip.subarray(start, start + packed);
      const file = method === 0 ? body : method === 8 ? inflateRawSync(body, { maxOutputLength: left }) : undefined;
      if (!file || file.length > left) return undefined;
      left -= file.length;
      files.push(file);
      at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    }
    return files;
  } catch {
    return undefined;
  }
}

function endOf(zip: Buffer): number | undefined {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 65_557); at--)
    if (zip.readUInt32LE(at) === END) return at;
  return undefined;
}
