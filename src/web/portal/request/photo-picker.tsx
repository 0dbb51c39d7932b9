import { type ChangeEvent, useRef } from 'react';
import { Notice } from '../parts/notice.tsx';
import { useVisit } from '../session.ts';
import { useWords } from '../words/words.tsx';
import { MOST_PHOTOS } from './draft.ts';
import { canSendAgain, photoTypes } from './photo.ts';
import type { PhotoId } from './upload-photo.ts';
import { type PhotosInHand, pictureOf, type Upload } from './use-photos.ts';

type Props = { photos: readonly PhotoId[]; hand: PhotosInHand; remove: (id: PhotoId) => void };

/** The photos that are there, the ones on their way, and the buttons for more. */
export function PhotoPicker({ photos, hand, remove }: Props) {
  const { words } = useWords();
  const { token } = useVisit();
  const isFull = photos.length + hand.uploads.length >= MOST_PHOTOS;
  return (
    <section className="photos">
      <ul className="photo-grid">
        {photos.map((id, index) => (
          <li key={id} className="photo">
            <img src={pictureOf(id, token)} alt={words.photos.picture(index + 1)} />
            <RemoveButton label={words.photos.remove(index + 1)} remove={() => remove(id)} />
          </li>
        ))}
        {hand.uploads.map((upload, index) => (
          <UploadTile key={upload.key} upload={upload} place={photos.length + index + 1} hand={hand} />
        ))}
      </ul>
      {hand.uploads.map((upload) =>
        upload.fault ? (
          <Notice key={upload.key} tone="bad">
            {upload.file.name ? <strong className="file-name">{upload.file.name}</strong> : null}{' '}
            {words.photoFaults[upload.fault]}
          </Notice>
        ) : null,
      )}
      {hand.tooMany ? <Notice tone="bad">{words.photoFaults.too_many}</Notice> : null}
      {isFull ? <p className="quiet-text">{words.photos.full}</p> : <PickButtons add={hand.add} />}
      <p className="quiet-text">{words.photos.rules}</p>
    </section>
  );
}

function UploadTile({ upload, place, hand }: { upload: Upload; place: number; hand: PhotosInHand }) {
  const { words } = useWords();
  const again = upload.fault && canSendAgain(upload.fault);
  return (
    <li className={upload.fault ? 'photo photo-failed' : 'photo photo-underway'}>
      {/* What is no picture at all cannot be drawn; the notice below names the file. */}
      <img
        src={upload.preview}
        alt={words.photos.picture(place)}
        onError={(event) => {
          event.currentTarget.hidden = true;
        }}
      />
      {again ? (
        <button type="button" className="photo-again" onClick={() => hand.sendAgain(upload.key)}>
          {words.photos.again}
        </button>
      ) : null}
      {upload.fault ? null : (
        <span className="photo-percent">
          <progress value={upload.percent} max={100} aria-label={words.photos.uploading(upload.percent)} />
          {words.photos.uploading(upload.percent)}
        </span>
      )}
      <RemoveButton label={words.photos.remove(place)} remove={() => hand.drop(upload.key)} />
    </li>
  );
}

function RemoveButton({ label, remove }: { label: string; remove: () => void }) {
  return (
    <button type="button" className="photo-remove" aria-label={label} onClick={remove}>
      ×
    </button>
  );
}

/** Two ways on a phone, camera and library; one where there is no camera to hold. The style sheet hides the other. */
function PickButtons({ add }: { add: (files: readonly File[]) => void }) {
  const { words } = useWords();
  const camera = useRef<HTMLInputElement>(null);
  const library = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    add([...(event.target.files ?? [])]);
    // Or choosing the same photo again, after removing it, would be no change.
    event.target.value = '';
  };
  const accept = photoTypes.join(',');
  return (
    <div className="pick">
      <input ref={camera} type="file" accept={accept} capture="environment" hidden onChange={take} />
      <input ref={library} type="file" accept={accept} multiple hidden onChange={take} />
      <button type="button" className="button pick-camera" onClick={() => camera.current?.click()}>
        {words.photos.camera}
      </button>
      <button type="button" className="button" onClick={() => library.current?.click()}>
        <span className="for-touch">{words.photos.library}</span>
        <span className="for-mouse">{words.photos.choose}</span>
      </button>
    </div>
  );
}
