import { useState } from 'react';
import { cancelMyPickup, myPickup } from '../../../contract/pickups.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { formatsFor } from '../../ui/format.ts';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { useVisit } from '../session.ts';
import type { MyReturn } from '../shapes.ts';
import { useLoaded } from '../use-loaded.ts';
import { useSending } from '../use-sending.ts';
import { TIME_ZONE, useWords } from '../words/words.tsx';
import { PickupForm } from './pickup-form.tsx';
import { courierName } from './waybill.ts';

const RENEW_MS = 10_000;

/** A courier at the door instead of a walk to the post: the visit as it stands, and the form where one may be asked for. */
export function Pickup({ of, done }: { of: MyReturn; done: () => void }) {
  const { words } = useWords();
  const { ask } = useVisit();
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [found, reload] = useLoaded(
    `pickup-${of.id}`,
    (signal) => ask(myPickup, { params: { rmaId: of.id } }, { signal }),
    RENEW_MS,
  );
  if (found.state !== 'ready') return null;
  const { pickup, canBook, canCancel } = found.value;
  if (!pickup && !canBook) return null;
  const changed = (words: string) => {
    setSaid(words);
    setAsking(false);
    reload();
    done();
  };
  return (
    <div className="card stack">
      <h2>{words.pickup.title}</h2>
      {said ? <Notice tone="good">{said}</Notice> : null}
      {pickup ? <Visit of={pickup} /> : null}
      {canCancel ? <Cancel of={of} done={() => changed(words.pickup.cancelled)} /> : null}
      {canBook && asking ? (
        <PickupForm of={of} back={() => setAsking(false)} done={() => changed(words.pickup.done)} />
      ) : null}
      {canBook && !asking ? (
        <button type="button" className="button" onClick={() => setAsking(true)}>
          {pickup ? words.pickup.again : words.pickup.start}
        </button>
      ) : null}
    </div>
  );
}

type MyPickup = NonNullable<ReplyOf<typeof myPickup>['pickup']>;

function Visit({ of }: { of: MyPickup }) {
  const { words, language } = useWords();
  const formats = formatsFor(language, TIME_ZONE);
  const until = of.to ? formats.full(of.to).slice(-8, -3) : '';
  return (
    <div>
      <p>
        <strong>{words.pickup.states[of.state]}</strong> · {courierName(of.courier, language)}
      </p>
      {of.from ? (
        <p>
          {formats.when(of.from, now(), { time: true })}–{until}
        </p>
      ) : null}
      {of.person && of.state === 'courier_assigned' ? (
        <p>
          {words.pickup.person} {of.person.name} <a href={`tel:${of.person.phone}`}>{of.person.phone}</a>
        </p>
      ) : null}
      <p className="quiet-text">
        {words.pickup.from} {of.area} {of.phone}
      </p>
      <p className="quiet-text">{of.payer === 'seller' ? words.pickup.shopPays : words.pickup.buyerPays}</p>
      {of.calledOff && of.state !== 'cancelled' ? <p className="quiet-text">{words.pickup.cancelling}</p> : null}
    </div>
  );
}

function Cancel({ of, done }: { of: MyReturn; done: () => void }) {
  const { words } = useWords();
  const { ask } = useVisit();
  const { busy, problem, send } = useSending();
  return (
    <>
      {problem ? <ProblemNotice problem={problem} /> : null}
      <button
        type="button"
        className="button quiet"
        disabled={busy}
        onClick={() => send(() => ask(cancelMyPickup, { params: { rmaId: of.id }, body: {} }), done)}
      >
        {words.pickup.cancel}
      </button>
    </>
  );
}
