import { useState } from 'react';
import { myThread } from '../../../contract/portal-talk.ts';
import { now } from '../../ui/clock.ts';
import { Notice } from '../parts/notice.tsx';
import { photoAddress } from '../request/upload-photo.ts';
import type { ReturnId } from '../route.ts';
import { useVisit } from '../session.ts';
import type { MyMessage, MyThread } from '../shapes.ts';
import { useLoaded } from '../use-loaded.ts';
import { useWords } from '../words/words.tsx';
import { OfferCard } from './offer-card.tsx';
import { WriteForm } from './write-form.tsx';

const RENEW_MS = 10_000;
const PAGE = 50;

/** The open offer, what shop and buyer said, and where to write. */
export function Talk({ rmaId, changed }: { rmaId: ReturnId; changed: () => void }) {
  const { words } = useWords();
  const { ask } = useVisit();
  const [said, setSaid] = useState<string | null>(null);
  const [earlier, setEarlier] = useState<readonly MyMessage[]>([]);
  const [before, setBefore] = useState<string | null | undefined>(undefined);
  const read = (after: string | null, signal?: AbortSignal): Promise<MyThread> =>
    ask(myThread, { params: { rmaId }, query: { limit: PAGE, ...(after ? { after } : {}) } }, signal ? { signal } : {});
  const [found, reload] = useLoaded(`talk-${rmaId}`, (signal) => read(null, signal), RENEW_MS);
  const thread = found.state === 'ready' ? found.value : null;
  const next = before === undefined ? (thread?.next ?? null) : before;
  const more = () => {
    void read(next).then((page) => {
      setEarlier((known) => [...known, ...page.rows]);
      setBefore(page.next);
    });
  };
  const rows = [...(thread?.rows ?? []), ...earlier.filter(({ id }) => !thread?.rows.some((row) => row.id === id))];
  const answered = (sentence: string) => {
    setSaid(sentence);
    reload();
    changed();
  };
  return (
    <>
      {said ? <Notice tone="good">{said}</Notice> : null}
      {thread?.offer ? (
        <OfferCard key={thread.offer.id} rmaId={rmaId} offer={thread.offer} answered={answered} />
      ) : null}
      <h2>{words.talk.title}</h2>
      {rows.length === 0 ? <p className="quiet-text">{words.talk.empty}</p> : null}
      {next ? (
        <button type="button" className="link" onClick={more}>
          {words.talk.earlier}
        </button>
      ) : null}
      <ol className="talk">
        {rows.toReversed().map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ol>
      <WriteForm rmaId={rmaId} done={reload} />
    </>
  );
}

function Message({ message }: { message: MyMessage }) {
  const { words, formats } = useWords();
  const { token } = useVisit();
  return (
    <li className={message.mine ? 'mine' : 'theirs'}>
      <p className="quiet-text">
        {message.mine ? words.talk.me : words.talk.shop} · {formats.when(message.writtenAt, now(), { time: true })}
      </p>
      <p className="said">{message.body}</p>
      {message.pictures.length > 0 ? (
        <ul className="photo-grid">
          {message.pictures.map((file, index) => (
            <li key={file} className="photo">
              <a href={photoAddress(file, token)} target="_blank" rel="noreferrer">
                <img src={`${photoAddress(file, token)}&size=thumb`} alt={words.photos.picture(index + 1)} />
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}
