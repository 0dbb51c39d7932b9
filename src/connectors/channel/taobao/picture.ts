import type { Acted } from '../port.ts';
import type { TopFile } from './call.ts';

const imageTypes = [
  { type: 'image/gif', magic: [0x47, 0x49, 0x46, 0x38] },
  { type: 'image/jpeg', magic: [0xff, 0xd8, 0xff] },
  { type: 'image/png', magic: [0x89, 0x50, 0x4e, 0x47] },
];

/** The platform takes GIF, JPG and PNG, up to a size that differs from call to call. `what` begins the code of a refusal. */
export function pictureFile(
  name: string,
  what: 'proof' | 'picture',
  bytes: Uint8Array,
  maxBytes: number,
): TopFile | Extract<Acted, { kind: 'refused' }> {
  const type = imageTypes.find(({ magic }) => magic.every((byte, at) => bytes[at] === byte))?.type;
  if (!type) {
    return { kind: 'refused', code: `${what}_not_an_image`, message: 'a GIF, JPG or PNG is needed', stale: false };
  }
  if (bytes.length > maxBytes) {
    const message = `${bytes.length} of ${maxBytes} bytes`;
    return { kind: 'refused', code: `${what}_too_large`, message, stale: false };
  }
  return { name, bytes, type };
}
