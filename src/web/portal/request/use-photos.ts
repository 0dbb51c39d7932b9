import { useCallback, useEffect, useRef, useState } from 'react';
import { useVisit } from '../session.ts';
import { MOST_PHOTOS } from './draft.ts';
import { faultBeforeSending, type PhotoFault } from './photo.ts';
import { type PhotoId, photoAddress, uploadPhoto } from './upload-photo.ts';

/** A photo that is not on the server yet: waiting (0 %), being sent, or failed. */
export type Upload = { key: number; file: File; preview: string; percent: number; fault: PhotoFault | null };

// A picture that this page has sent is shown from memory: the phone need not load it again.
const sentPreviews = new Map<PhotoId, string>();

export const pictureOf = (id: PhotoId, token: string): string => sentPreviews.get(id) ?? photoAddress(id, token);

let uploadsMade = 0;

/**
 * Sends chosen photos one after the other, which a phone's uplink bears better than nine at once.
 * @param taken how many photos are there already
 * @param done called with each one that has arrived
 */
export function usePhotos(taken: number, done: (id: PhotoId) => void) {
  const { token, expire } = useVisit();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [tooMany, setTooMany] = useState(false);
  const latestDone = useRef(done);
  latestDone.current = done;

  const next = uploads.find((upload) => upload.fault === null);
  const nextKey = next?.key;
  const file = next?.file;
  const preview = next?.preview;
  useEffect(() => {
    if (nextKey === undefined || !file || !preview) return undefined;
    const stop = new AbortController();
    const update = (change: Partial<Upload>) =>
      setUploads((all) => all.map((upload) => (upload.key === nextKey ? { ...upload, ...change } : upload)));
    uploadPhoto(file, token, { progress: (percent) => update({ percent }), signal: stop.signal }).then((outcome) => {
      if (stop.signal.aborted) return;
      if (outcome.kind === 'failed') return update({ fault: outcome.fault });
      if (outcome.kind === 'session_over') return expire();
      sentPreviews.set(outcome.id, preview);
      setUploads((all) => all.filter((upload) => upload.key !== nextKey));
      latestDone.current(outcome.id);
    });
    return () => stop.abort();
  }, [nextKey, file, preview, token, expire]);

  const add = useCallback(
    (files: readonly File[]) => {
      const room = Math.max(0, MOST_PHOTOS - taken - uploads.length);
      setTooMany(files.length > room);
      const added = files.slice(0, room).map((each) => ({
        key: ++uploadsMade,
        file: each,
        preview: URL.createObjectURL(each),
        percent: 0,
        fault: faultBeforeSending(each),
      }));
      setUploads((all) => [...all, ...added]);
    },
    [taken, uploads.length],
  );
  const drop = (key: number) => setUploads((all) => all.filter((upload) => upload.key !== key));
  const sendAgain = (key: number) =>
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, percent: 0, fault: null } : upload)));

  return { uploads, tooMany, add, drop, sendAgain, underway: next !== undefined };
}

export type PhotosInHand = ReturnType<typeof usePhotos>;
