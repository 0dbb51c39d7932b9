import { uploadFile } from '../../../../contract/files.ts';
import { now } from '../../../ui/clock.ts';
import { uploadPicture } from '../../../ui/upload.ts';
import { type FileId, thumbOf } from '../../parts/photo-picker.tsx';
import { queueStore } from './local-store.ts';
import { isLocalPhoto, localPhotoId } from './queue.ts';
import { isLost } from './road.ts';

const seen = new Map<string, string>();

/** Pictures at the dock: to the server where it can be reached, else on the device until it can. */
export const deskPhotos = {
  keep: async (picture: Blob): Promise<FileId> => {
    if (navigator.onLine) {
      try {
        return (await uploadPicture(uploadFile.path, picture)).id;
      } catch (error) {
        if (!isLost(error)) throw error;
      }
    }
    const id = localPhotoId(crypto.randomUUID());
    await queueStore.keepPhoto({ id, blob: picture, keptAt: now() });
    seen.set(id, URL.createObjectURL(picture));
    return id;
  },
  seenAt: (file: FileId): string => (isLocalPhoto(file) ? (seen.get(file) ?? '') : thumbOf(file)),
};
