import { acceptMyOffer, declineMyOffer } from '../../../contract/portal-talk.ts';
import { now } from '../../ui/clock.ts';
import { ProblemNotice } from '../parts/notice.tsx';
import type { ReturnId } from '../route.ts';
import { useVisit } from '../session.ts';
import type { MyOffer } from '../shapes.ts';
import { useSending } from '../use-sending.ts';
import { useWords } from '../words/words.tsx';

type Props = { rmaId: ReturnId; offer: MyOffer; answered: (words: string) => void };

/** What the shop offers, what the buyer keeps, until when, and what a no means. Both answers are one tap. */
export function OfferCard({ rmaId, offer, answered }: Props) {
  const { words, formats } = useWords();
  const { ask } = useVisit();
  const { busy, problem, send } = useSending();
  const params = { rmaId, offerId: offer.id };
  const amount = formats.money(offer.amount);
  const accept = () =>
    send(
      () => ask(acceptMyOffer, { params, body: {} }, { idempotencyKey: `accept-${offer.id}` }),
      () => answered(words.talk.accepted(amount)),
    );
  const decline = () =>
    send(
      () => ask(declineMyOffer, { params, body: {} }, { idempotencyKey: `decline-${offer.id}` }),
      () => answered(words.talk.declined),
    );
  return (
    <section className="card offer" aria-label={words.talk.offer}>
      <h2>{words.talk.offer}</h2>
      <p className="large-amount">{words.talk.pays(amount)}</p>
      <p>{words.talk.goods[offer.goods]}</p>
      <p className="quiet-text">{words.talk.until(formats.when(offer.validUntil, now(), { time: true }))}</p>
      <p className="quiet-text">
        {offer.otherwise ? words.talk.otherwise(formats.money(offer.otherwise)) : words.talk.declineKeeps}
      </p>
      {problem ? <ProblemNotice problem={problem} /> : null}
      {offer.canAnswer ? (
        <div className="row">
          <button type="button" className="button primary" disabled={busy} onClick={accept}>
            {words.talk.accept(amount)}
          </button>
          <button type="button" className="button quiet" disabled={busy} onClick={decline}>
            {words.talk.decline}
          </button>
        </div>
      ) : (
        <p>{words.talk.answerThere}</p>
      )}
    </section>
  );
}
