import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type CandidateView, getUnknown, type UnknownView } from '../../../contract/unknown-parcels.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { pictureOf, thumbOf } from '../parts/photo-picker.tsx';
import { useRead } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { AgeTag } from './age-tag.tsx';
import { CandidateCard } from './candidate-card.tsx';
import { OpenReturnDialog } from './open-return-dialog.tsx';
import { RecountDialog } from './recount-dialog.tsx';
import { SendBackDialog } from './send-back-dialog.tsx';
import { type UnknownId, useBinding } from './use-binding.tsx';

/** One parcel: what is known of it, whose it may be, and what happened to it. */
export function ParcelDetail({ id }: { id: UnknownId }) {
  const answer = useRead(getUnknown, { params: { unknownId: id } });
  if (answer.data) return <Loaded key={id} parcel={answer.data} />;
  return answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : <Waiting rows={10} />;
}

/** The right one is hardly ever further down. */
const FIRST_SHOWN = 3;

function Loaded({ parcel }: { parcel: UnknownView }) {
  const t = useTexts('unknownParcels');
  const binding = useBinding(parcel.id);
  const [all, setAll] = useState(false);
  const [opening, setOpening] = useState<CandidateView>();
  return (
    <div className="unknown-detail">
      <Facts parcel={parcel} binding={binding} />
      {parcel.state === 'open' ? (
        <Panel title={t('candidates')}>
          {parcel.candidates.length === 0 ? (
            <Blank title={t('noCandidates')} hint={t('noCandidatesHint')} />
          ) : (
            <>
              <p className="faint">{t('candidatesHint')}</p>
              <ol className="candidates">
                {parcel.candidates.slice(0, all ? undefined : FIRST_SHOWN).map((candidate, n) => (
                  <CandidateCard
                    key={candidate.rma?.id ?? candidate.order.id}
                    candidate={candidate}
                    parcel={parcel}
                    binding={binding}
                    first={n === 0}
                    onOpenReturn={setOpening}
                  />
                ))}
              </ol>
              {!all && parcel.candidates.length > FIRST_SHOWN ? (
                <Button type="text" className="more-candidates" onClick={() => setAll(true)}>
                  {t('moreCandidates', { count: parcel.candidates.length - FIRST_SHOWN })}
                </Button>
              ) : null}
            </>
          )}
        </Panel>
      ) : null}
      <History parcel={parcel} />
      {opening ? <OpenReturnDialog parcel={parcel} candidate={opening} onClose={() => setOpening(undefined)} /> : null}
    </div>
  );
}

function Facts({ parcel, binding }: { parcel: UnknownView; binding: ReturnType<typeof useBinding> }) {
  const t = useTexts('unknownParcels');
  const words = useWords();
  const handheld = useTexts('handheld');
  const { sender } = parcel;
  return (
    <Panel
      title={
        <span className="unknown-title">
          <span className="number">{parcel.waybill ?? t('noWaybill')}</span>
          <AgeTag parcel={parcel} />
        </span>
      }
      tools={<Tools parcel={parcel} />}
    >
      <p className="unknown-facts">
        {parcel.courier ? <span>{words('courier', parcel.courier)}</span> : null}
        {sender.maskedName ? <span>{sender.maskedName}</span> : null}
        {sender.phoneTail ? <span className="number">{t('tail', { tail: sender.phoneTail })}</span> : null}
        {sender.city ? <span>{sender.city}</span> : null}
        {parcel.weightGrams ? <span>{t('weight', { weight: (parcel.weightGrams / 1_000).toFixed(2) })}</span> : null}
        <span>{t('place', { location: words('location', parcel.location) })}</span>
        {parcel.origin ? (
          <Link to={`/rmas/${parcel.origin.rmaId}`}>{handheld('originOf', { number: parcel.origin.number })}</Link>
        ) : null}
      </p>
      <ul className="unknown-goods">
        {parcel.items.length === 0 ? <li className="faint">{t('notOpened')}</li> : null}
        {parcel.items.map(({ sku, title, quantity, bound }) => (
          <li key={sku}>
            <strong className="expected-count">{quantity}</strong>
            <span className="expected-what">
              <strong>{title}</strong>
              <span className="number faint">{sku}</span>
            </span>
            {bound > 0 ? <span className="faint">{t('taken', { count: bound })}</span> : null}
          </li>
        ))}
      </ul>
      {parcel.photos.length > 0 ? (
        <div className="photos">
          {parcel.photos.map((file) => (
            <a key={file} href={pictureOf(file)} target="_blank" rel="noreferrer" className="photo">
              <img src={thumbOf(file)} alt={t('photos')} />
            </a>
          ))}
        </div>
      ) : null}
      <Bindings parcel={parcel} binding={binding} />
    </Panel>
  );
}

function Tools({ parcel }: { parcel: UnknownView }) {
  const t = useTexts('unknownParcels');
  const { may } = useSession();
  const [dialog, setDialog] = useState<'recount' | 'send_back'>();
  if (parcel.state !== 'open') return null;
  const close = () => setDialog(undefined);
  return (
    <span className="unknown-tools">
      {may('goods:receive') && parcel.bindings.length === 0 ? (
        <Button onClick={() => setDialog('recount')}>{t('recount')}</Button>
      ) : null}
      {may('goods:dispose') ? <Button onClick={() => setDialog('send_back')}>{t('sendBack')}</Button> : null}
      {dialog === 'recount' ? <RecountDialog parcel={parcel} onClose={close} /> : null}
      {dialog === 'send_back' ? <SendBackDialog parcel={parcel} onClose={close} /> : null}
    </span>
  );
}

function Bindings({ parcel, binding }: { parcel: UnknownView; binding: ReturnType<typeof useBinding> }) {
  const t = useTexts('unknownParcels');
  const { may } = useSession();
  if (parcel.bindings.length === 0) return null;
  return (
    <ul className="unknown-bindings" aria-label={t('bindings')}>
      {parcel.bindings.map(({ rmaId, number, units }) => (
        <li key={rmaId}>
          <Link to={`/rmas/${rmaId}`}>{t('boundUnits', { count: units, number })}</Link>
          {may('goods:receive') && parcel.state !== 'sent_back' ? (
            <Button disabled={binding.busy} onClick={() => binding.undo(rmaId)}>
              {t('undo')}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function History({ parcel }: { parcel: UnknownView }) {
  const t = useTexts('unknownParcels');
  const say = (type: string, values: { units: number; number: string }): string => {
    switch (type) {
      case 'booked_in':
      case 'recounted':
      case 'suggested':
      case 'bound':
      case 'unbound':
      case 'sent_back':
        return t(`event.${type}`, values);
      default:
        return type;
    }
  };
  return (
    <Panel title={t('history')}>
      <ol className="unknown-history">
        {parcel.history.toReversed().map(({ seq, type, at, actor, rma, units }) => (
          <li key={seq}>
            <span>{say(type, { units: units ?? 0, number: rma?.number ?? '' })}</span>
            <span className="faint">
              {actor.kind === 'system' ? t('system') : actor.name} · <When at={at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
