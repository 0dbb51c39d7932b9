export const LARGEST_PHOTO_BYTES = 15 * 1024 * 1024;

/**
 * HEIC is not among them on purpose: where a page asks for these types, an iPhone hands over a JPEG by itself.
 */
export const photoTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;

/** Why a photo is not there: keys of the text table. */
export type PhotoFault =
  | 'too_many'
  | 'too_large'
  | 'not_a_picture'
  | 'empty'
  | 'too_many_pixels'
  | 'too_small'
  | 'unreadable'
  | 'connection'
  | 'server';

/** What can be said before anything is sent. Some browsers leave the type empty; the server then looks inside. */
export function faultBeforeSending(file: { size: number; type: string }): PhotoFault | null {
  if (file.size === 0) return 'empty';
  if (file.type !== '' && !photoTypes.some((type) => type === file.type)) return 'not_a_picture';
  return file.size > LARGEST_PHOTO_BYTES ? 'too_large' : null;
}

const serverCodes: Record<string, PhotoFault> = {
  too_large: 'too_large',
  unsupported_media_type: 'not_a_picture',
  not_a_picture: 'not_a_picture',
  too_many_pixels: 'too_many_pixels',
  too_small: 'too_small',
  unreadable_picture: 'unreadable',
  unreachable: 'connection',
};

export const faultFromServer = (code: string, status: number): PhotoFault =>
  serverCodes[code] ?? (status === 413 ? 'too_large' : status >= 400 && status < 500 ? 'unreadable' : 'server');

/** A photo that failed on its way can be sent again as it is; another one would only fail again. */
export const canSendAgain = (fault: PhotoFault): boolean => fault === 'connection' || fault === 'server';
