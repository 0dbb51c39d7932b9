import { useState } from 'react';
import { addMyPhotos } from '../../../contract/portal.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { PhotoPicker } from '../request/photo-picker.tsx';
import type { PhotoId } from '../request/upload-photo.ts';
import { usePhotos } from '../request/use-photos.ts';
import type { ReturnId } from '../route.ts';
import { useVisit } from '../session.ts';
import { useSending } from '../use-sending.ts';
import { useWords } from '../words/words.tsx';

/** Photos for a request that was sent already. Folded where nobody has asked for them. */
export function AddPhotos({ rmaId, asked, done }: { rmaId: ReturnId; asked: boolean; done: () => void }) {
  const { words } = useWords();
  if (asked) return <PhotoForm rmaId={rmaId} done={done} />;
  return (
    <details className="fold">
      <summary>{words.addPhotos.more}</summary>
      <PhotoForm rmaId={rmaId} done={done} />
    </details>
  );
}

function PhotoForm({ rmaId, done }: { rmaId: ReturnId; done: () => void }) {
  const { words } = useWords();
  const { ask } = useVisit();
  const { busy, problem, send } = useSending();
  const [photos, setPhotos] = useState<readonly PhotoId[]>([]);
  const hand = usePhotos(photos.length, (id) => setPhotos((before) => [...before, id]));
  const missing = hand.underway ? words.photos.waiting : photos.length === 0 ? words.addPhotos.chooseFirst : null;
  const submit = () =>
    send(
      // A removed photo never comes back under its id, so the last one and the number name the set.
      () =>
        ask(
          addMyPhotos,
          { params: { rmaId }, body: { files: [...photos] } },
          { idempotencyKey: `photos-${rmaId}-${photos.at(-1)}-${photos.length}` },
        ),
      () => {
        setPhotos([]);
        done();
      },
    );
  return (
    <section className="stack">
      <PhotoPicker
        photos={photos}
        hand={hand}
        remove={(id) => setPhotos((before) => before.filter((each) => each !== id))}
      />
      {problem ? <ProblemNotice problem={problem} /> : null}
      <p className="why" role="status">
        {missing}
      </p>
      <button type="button" className="button primary" disabled={busy || missing !== null} onClick={submit}>
        {busy ? words.addPhotos.submitting : words.addPhotos.submit}
      </button>
    </section>
  );
}
