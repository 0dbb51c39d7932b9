import { type FormEvent, useState } from 'react';
import { askMyPostage } from '../../../contract/portal-postage.ts';
import { isPositive, parseDecimal } from '../../../domain/money.ts';
import { Field } from '../parts/field.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { PhotoPicker } from '../request/photo-picker.tsx';
import type { PhotoId } from '../request/upload-photo.ts';
import { usePhotos } from '../request/use-photos.ts';
import { useVisit } from '../session.ts';
import type { MyReturn } from '../shapes.ts';
import { useSending } from '../use-sending.ts';
import { useWords } from '../words/words.tsx';

/** The freight that the buyer advanced: how it stands, and for which parcel he may still ask. */
export function Postage({ of, done }: { of: MyReturn; done: () => void }) {
  const { words, formats } = useWords();
  const { askable, rows } = of.postage;
  const [next] = askable;
  if (rows.length === 0 && !next) return null;
  return (
    <>
      {rows.length > 0 ? <h2>{words.postage.title}</h2> : null}
      {rows.length > 0 ? (
        <ul className="answers">
          {rows.map((row) => (
            <li key={row.waybill}>
              <span className="answer">
                {formats.money(row.asked)}
                <span className="quiet-text">{words.postage.states[row.state]}</span>
              </span>
              <span className="quiet-text waybill">{row.waybill}</span>
              {row.because ? <span className="quiet-text">{words.postage.because(row.because)}</span> : null}
              {row.state === 'part_paid' ? (
                <span className="quiet-text">{words.postage.paid(formats.money(row.paid))}</span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {next ? (
        <details className="fold">
          <summary>{words.postage.start}</summary>
          <PostageForm key={next} of={of} waybill={next} done={done} />
        </details>
      ) : null}
    </>
  );
}

function PostageForm({ of, waybill, done }: { of: MyReturn; waybill: string; done: () => void }) {
  const { words } = useWords();
  const { ask } = useVisit();
  const { busy, problem, send } = useSending();
  const [typed, setTyped] = useState('');
  const [insured, setInsured] = useState(false);
  const [tried, setTried] = useState(false);
  const [photos, setPhotos] = useState<readonly PhotoId[]>([]);
  const hand = usePhotos(photos.length, (id) => setPhotos((before) => [...before, id]));
  const read = parseDecimal(typed, of.amount.currency);
  const amount = read && isPositive(read) ? { minor: String(read.minor), currency: read.currency } : null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (!amount || hand.underway) return;
    const body = { waybill, amount, insured, files: [...photos] };
    send(
      () =>
        ask(
          askMyPostage,
          { params: { rmaId: of.id }, body },
          {
            // Another sum or another photo is another request.
            idempotencyKey: `postage-${of.id}-${waybill}-${amount.minor}-${insured}-${photos.at(-1)}-${photos.length}`,
          },
        ),
      done,
    );
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="quiet-text">
        {words.postage.why} <span className="waybill">{waybill}</span>
      </p>
      <Field
        label={words.postage.amount}
        hint={words.postage.amountHint}
        fault={tried && !amount ? words.postage.amountWrong : null}
        value={typed}
        inputMode="decimal"
        autoComplete="off"
        className="digits"
        maxLength={12}
        onChange={(event) => setTyped(event.target.value)}
      />
      <label className="tick">
        <input type="checkbox" checked={insured} onChange={(event) => setInsured(event.target.checked)} />
        <span>{words.postage.insured}</span>
      </label>
      <PhotoPicker
        photos={photos}
        hand={hand}
        remove={(id) => setPhotos((before) => before.filter((each) => each !== id))}
      />
      {problem ? <ProblemNotice problem={problem} /> : null}
      <p className="why" role="status">
        {hand.underway ? words.photos.waiting : null}
      </p>
      <button type="submit" className="button primary" disabled={busy || hand.underway}>
        {busy ? words.postage.submitting : words.postage.submit}
      </button>
    </form>
  );
}
