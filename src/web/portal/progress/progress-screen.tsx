import { useState } from 'react';
import { myReturn } from '../../../contract/portal.ts';
import { Ground } from '../parts/ground.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { hashOf, type ReturnId } from '../route.ts';
import { useVisit } from '../session.ts';
import type { MyReturn } from '../shapes.ts';
import { Talk } from '../talk/talk.tsx';
import { useLoaded } from '../use-loaded.ts';
import { useWords } from '../words/words.tsx';
import { AddPhotos } from './add-photos.tsx';
import { AskPerson } from './ask-person.tsx';
import { MoneyBack } from './money-back.tsx';
import { nextStep, toneOf } from './next-step.ts';
import { Payee } from './payee.tsx';
import { Postage } from './postage.tsx';
import { SendParcel } from './send-parcel.tsx';
import { Track } from './track.tsx';
import { courierName } from './waybill.ts';
import { Withdraw } from './withdraw.tsx';

const RENEW_MS = 10_000;

/** How far one return is. What the buyer does next stands on top, the way so far below it. */
export function ProgressScreen({ rmaId }: { rmaId: ReturnId }) {
  const { words } = useWords();
  const { ask } = useVisit();
  const [found, reload] = useLoaded(rmaId, (signal) => ask(myReturn, { params: { rmaId } }, { signal }), RENEW_MS);
  if (found.state === 'ready') return <Progress of={found.value} stale={found.stale} reload={reload} />;
  const isMissing = found.state === 'failed' && found.problem === 'not_found';
  return (
    <Screen key="unknown" title={isMissing ? words.progress.notFoundTitle : words.progress.title}>
      <BackToOrder />
      {found.state === 'loading' ? <Skeleton rows={5} /> : null}
      {isMissing ? <p className="lead">{words.progress.notFound}</p> : null}
      {found.state === 'failed' && !isMissing ? <ProblemNotice problem={found.problem} retry={reload} /> : null}
    </Screen>
  );
}

function BackToOrder() {
  const { words } = useWords();
  return (
    <div className="step-place">
      <a className="link" href={hashOf({ at: 'order' })}>
        ← {words.progress.allReturns}
      </a>
    </div>
  );
}

type Props = { of: MyReturn; stale: boolean; reload: () => void };

function Progress({ of, stale, reload }: Props) {
  const { words } = useWords();
  const refusals: Record<string, string> = words.refusals;
  const { reloadOrder } = useVisit();
  const [said, setSaid] = useState<string | null>(null);
  const step = nextStep(of);
  const tone = toneOf(step);
  const changed = (words: string | null) => {
    setSaid(words);
    reload();
    reloadOrder();
  };
  return (
    <Screen key="known" title={words.next[step].title} lead={words.next[step].detail}>
      <BackToOrder />
      {/* Says the new step aloud when it changes under the reader. */}
      <p className="visually-hidden" role="status">
        {words.next[step].title}
      </p>
      <p className="return-number">
        {words.shared.returnNumber} {of.number}
      </p>
      {stale ? <Notice tone="plain">{words.progress.offline}</Notice> : null}
      {said ? <Notice tone="good">{said}</Notice> : null}
      {of.message ? (
        <blockquote className="shop-says">
          <strong>{words.progress.shopSays}</strong>
          <p>{words.progress.said(of.message)}</p>
        </blockquote>
      ) : null}
      {of.refusal ? (
        <Ground
          reason={refusals[of.refusal.reasonCode] ?? words.progress.refusedOtherwise}
          clause={of.refusal.clause}
        />
      ) : null}
      {of.ground ? <Ground reason={of.ground.label} clause={of.ground.clause} /> : null}
      {of.canAddPhotos ? (
        <AddPhotos rmaId={of.id} asked={step === 'add_photos'} done={() => changed(words.addPhotos.done)} />
      ) : null}
      {of.canSend ? <SendParcel of={of} done={() => changed(words.send.done)} /> : null}
      <MoneyBack of={of} />
      <Payee of={of} done={() => changed(words.payee.done)} />
      <Postage of={of} done={() => changed(words.postage.done)} />
      <Talk rmaId={of.id} changed={() => changed(null)} />
      <h2>{words.progress.title}</h2>
      <Track of={of} />
      <Items of={of} />
      <AskPerson of={of} done={() => changed(words.person.done)} />
      {of.canWithdraw ? <Withdraw rmaId={of.id} done={() => changed(null)} /> : null}
      {tone === 'over' ? (
        <a className="button primary" href={hashOf({ at: 'order' })}>
          {words.progress.askAgain}
        </a>
      ) : null}
      {tone === 'act' || tone === 'wait' ? <p className="quiet-text centred">{words.progress.updating}</p> : null}
    </Screen>
  );
}

function Items({ of }: { of: MyReturn }) {
  const { words, language } = useWords();
  const receptions: Record<string, string> = words.receptions;
  const isOpen = of.review !== 'rejected' && of.review !== 'withdrawn';
  return (
    <>
      <h2>{words.progress.items}</h2>
      <ul className="answers">
        {of.lines.map((line, index) => (
          <li key={index}>
            <span className="answer">
              {line.title} {words.shared.times(line.quantity)}
              <span className="quiet-text">
                {words.reasons[of.reason].title} · {words.resolutions[of.resolution].title}
              </span>
            </span>
            {isOpen ? <span className="quiet-text">{receptions[line.reception]}</span> : null}
            {line.shipment ? (
              <span className="quiet-text">
                {words.progress.sentToYou} {courierName(line.shipment.courier, language)}{' '}
                <span className="waybill">{line.shipment.waybill}</span>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}
