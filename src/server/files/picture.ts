import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { ok, type Result, reject } from '../../domain/result.ts';

const MAX_BYTES = 15_000_000;
/** A small file can unfold to gigabytes of pixels: the header is asked before anything is decoded. */
const MAX_PIXELS = 40_000_000;
const LONGEST_SIDE = 2_048;
const THUMB_SIDE = 320;

const formats = new Set(['jpeg', 'png', 'webp', 'heif']);

export type Picture = { full: Buffer; thumb: Buffer; width: number; height: number; originalSha256: Buffer };

export type PictureRejection =
  | { code: 'too_large'; maxBytes: number }
  | { code: 'too_many_pixels'; maxPixels: number }
  | { code: 'not_a_picture' };

/**
 * Draws the picture anew, upright and at most 2048 px long. Nothing of the original file survives but its pixels: no
 * place, no camera, no second file hidden behind the first. The hash of the original stays as evidence.
 */
export async function readPicture(bytes: Buffer): Promise<Result<Picture, PictureRejection>> {
  if (bytes.length > MAX_BYTES) return reject({ code: 'too_large', maxBytes: MAX_BYTES });
  // Nothing at all is a bug to sharp, which throws at once.
  if (bytes.length === 0) return reject({ code: 'not_a_picture' });
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (!header || !formats.has(header.format)) return reject({ code: 'not_a_picture' });
  if (header.width * header.height > MAX_PIXELS) return reject({ code: 'too_many_pixels', maxPixels: MAX_PIXELS });
  // One frame only: an animation is a picture too, but not evidence of more.
  const upright = sharp(bytes, { limitInputPixels: MAX_PIXELS, pages: 1, failOn: 'error' }).rotate();
  const drawn = await upright
    .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 85 })
    .toBuffer({ resolveWithObject: true })
    .catch(() => null);
  if (!drawn) return reject({ code: 'not_a_picture' });
  const thumb = await sharp(drawn.data)
    .resize(THUMB_SIDE, THUMB_SIDE, { fit: 'inside' })
    .jpeg({ quality: 75 })
    .toBuffer();
  return ok({
    full: drawn.data,
    thumb,
    width: drawn.info.width,
    height: drawn.info.height,
    originalSha256: createHash('sha256').update(bytes).digest(),
  });
}
