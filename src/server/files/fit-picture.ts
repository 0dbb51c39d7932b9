import sharp from 'sharp';
import type { FileId, MerchantId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { readStored } from './file-store.ts';

/** From hardly changed to what is just still to be seen. */
const steps = [
  { side: 2_048, quality: 80 },
  { side: 1_600, quality: 75 },
  { side: 1_200, quality: 70 },
  { side: 900, quality: 60 },
  { side: 600, quality: 50 },
  { side: 320, quality: 40 },
] as const;

/** A stored picture as JPEG of at most so many bytes, which vendors set. Undefined where there is no such picture. */
export async function fitPicture(
  app: App,
  merchantId: MerchantId,
  fileId: FileId,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const full = await readStored(app, merchantId, fileId, 'full');
  if (!full || full.length <= maxBytes) return full;
  let smallest: Buffer = full;
  for (const { side, quality } of steps) {
    smallest = await sharp(full)
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer();
    if (smallest.length <= maxBytes) break;
  }
  return smallest;
}
