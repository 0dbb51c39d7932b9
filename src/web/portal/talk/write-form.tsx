import { useId, useState } from 'react';
import { writeToShop } from '../../../contract/portal-talk.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import { randomDigits } from '../random.ts';
import { PhotoPicker } from '../request/photo-picker.tsx';
import type { PhotoId } from '../request/upload-photo.ts';
import { usePhotos } from '../request/use-photos.ts';
import type { ReturnId } from '../route.ts';
import { useVisit } from '../session.ts';
import { useSending } from '../use-sending.ts';
import { useWords } from '../words/words.tsx';

const LONGEST = 1_000;

/** Where the buyer writes. The key stays the same until the words have arrived, so a lost answer doubles nothing. */
export function WriteForm({ rmaId, done }: { rmaId: ReturnId; done: () => void }) {
  const { words } = useWords();
  const { ask } = useVisit();
  const { busy, problem, send } = useSending();
  const id = useId();
  const [body, setBody] = useState('');
  const [key, setKey] = useState(randomDigits);
  const [photos, setPhotos] = useState<readonly PhotoId[]>([]);
  const [withPhotos, setWithPhotos] = useState(false);
  const hand = usePhotos(photos.length, (photo) => setPhotos((before) => [...before, photo]));
  const missing = hand.underway ? words.photos.waiting : null;
  const submit = () =>
    send(
      () => ask(writeToShop, { params: { rmaId }, body: { body, pictures: [...photos] } }, { idempotencyKey: key }),
      () => {
        setBody('');
        setPhotos([]);
        setWithPhotos(false);
        setKey(randomDigits());
        done();
      },
    );
  const change = (text: string) => {
    setBody(text);
    // Other words are another message.
    setKey(randomDigits());
  };
  return (
    <section className="stack">
      <div className="field">
        <label htmlFor={id}>{words.talk.write}</label>
        <textarea id={id} rows={3} maxLength={LONGEST} value={body} onChange={(event) => change(event.target.value)} />
      </div>
      {withPhotos ? (
        <PhotoPicker
          photos={photos}
          hand={hand}
          remove={(photo) => setPhotos((before) => before.filter((each) => each !== photo))}
        />
      ) : (
        <button type="button" className="link" onClick={() => setWithPhotos(true)}>
          {words.talk.addPhotos}
        </button>
      )}
      {problem ? <ProblemNotice problem={problem} /> : null}
      {missing ? (
        <p className="why" role="status">
          {missing}
        </p>
      ) : null}
      <button
        type="button"
        className="button"
        disabled={busy || missing !== null || body.trim() === ''}
        onClick={submit}
      >
        {busy ? words.talk.sending : words.talk.send}
      </button>
    </section>
  );
}
