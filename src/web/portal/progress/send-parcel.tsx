import { type FormEvent, useId, useState } from 'react';
import { sendMyParcel } from '../../../contract/portal.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Field } from '../parts/field.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { useVisit } from '../session.ts';
import type { MyReturn } from '../shapes.ts';
import { useSending } from '../use-sending.ts';
import { useWords } from '../words/words.tsx';
import { Pickup } from './pickup.tsx';
import { courierName, courierOfMark, couriers, readWaybill } from './waybill.ts';

/** Where the goods go and in which parcel. After the first parcel the form is folded: it is rarely needed again. */
export function SendParcel({ of, done }: { of: MyReturn; done: () => void }) {
  const { words } = useWords();
  const isFirst = of.parcels.length === 0;
  if (isFirst) {
    return (
      <section className="send">
        <ReturnAddress address={of.returnAddress} />
        <Pickup of={of} done={done} />
        {of.returnAddress ? <ParcelForm of={of} done={done} /> : null}
      </section>
    );
  }
  return (
    <>
      <Pickup of={of} done={done} />
      <details className="fold">
        <summary>{words.send.again}</summary>
        <ReturnAddress address={of.returnAddress} />
        <ParcelForm key={of.parcels.length} of={of} done={done} />
      </details>
    </>
  );
}

function ReturnAddress({ address }: { address: MyReturn['returnAddress'] }) {
  const { words } = useWords();
  if (!address) return <Notice tone="plain">{words.send.addressMissing}</Notice>;
  const { name, phone, address: place } = address;
  return (
    <div className="card address">
      <h2>{words.send.address}</h2>
      <p>
        <strong>{name}</strong> {phone}
      </p>
      <p>{place}</p>
      {/* In the order in which couriers' apps take a pasted address apart. */}
      <CopyButton label={words.send.copyAddress} text={`${name} ${phone} ${place}`} />
      <p className="quiet-text">{words.send.tips}</p>
    </div>
  );
}

function ParcelForm({ of, done }: { of: MyReturn; done: () => void }) {
  const { words, language } = useWords();
  const { ask, order } = useVisit();
  const { busy, problem, send } = useSending();
  const [courier, setCourier] = useState('');
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const [instead, setInstead] = useState('');
  const mistaken = of.parcels.filter(({ status }) => status !== 'delivered').map(({ waybill }) => waybill);

  const verdict = readWaybill(typed, order.state === 'ready' ? order.value.orderNumber : '');
  const marked = courierOfMark(typed);
  // A number with a courier's own letters answers the other question, as long as nobody has answered it.
  const chosen = courier || marked || '';
  const doubt = courier && marked && courier !== marked ? words.send.looksLike(courierName(marked, language)) : null;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (!chosen || !verdict.ok) return;
    const body = { courier: chosen, waybill: verdict.waybill, ...(instead ? { instead } : {}) };
    send(
      () =>
        ask(
          sendMyParcel,
          { params: { rmaId: of.id }, body },
          { idempotencyKey: `parcel-${of.id}-${body.courier}-${body.waybill}` },
        ),
      done,
    );
  };

  return (
    <form className="stack" onSubmit={submit} noValidate>
      <CourierField chosen={chosen} fault={tried && !chosen ? words.send.courierMissing : doubt} choose={setCourier} />
      <Field
        label={words.send.waybill}
        hint={words.send.waybillHint}
        fault={tried && !verdict.ok ? words.waybillFaults[verdict.fault] : null}
        value={typed}
        maxLength={60}
        autoCapitalize="characters"
        autoCorrect="off"
        autoComplete="off"
        spellCheck={false}
        className="digits"
        onChange={(event) => setTyped(event.target.value)}
      />
      {mistaken.length > 0 ? <Instead numbers={mistaken} chosen={instead} choose={setInstead} /> : null}
      {problem ? <ProblemNotice problem={problem} /> : null}
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? words.send.submitting : words.send.submit}
      </button>
    </form>
  );
}

/** Another parcel beside those that are named, or the right number of one of them. */
function Instead(props: { numbers: readonly string[]; chosen: string; choose: (number: string) => void }) {
  const { words } = useWords();
  const name = useId();
  const choices = [
    { number: '', label: words.send.another },
    ...props.numbers.map((number) => ({ number, label: words.send.corrects(number) })),
  ];
  return (
    <fieldset className="choices">
      <legend>{words.send.instead}</legend>
      {choices.map(({ number, label }) => (
        <label key={number} className="choice">
          <input type="radio" name={name} checked={number === props.chosen} onChange={() => props.choose(number)} />{' '}
          {label}
        </label>
      ))}
    </fieldset>
  );
}

/** Which courier; `fault` also warns where the number looks like another one's. */
function CourierField(props: { chosen: string; fault: string | null; choose: (code: string) => void }) {
  const { words, language } = useWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{words.send.courier}</label>
      <select
        id={id}
        value={props.chosen}
        aria-invalid={props.chosen === '' && props.fault !== null}
        aria-describedby={`${id}-below`}
        onChange={(event) => props.choose(event.target.value)}
      >
        <option value="">{words.send.chooseCourier}</option>
        {couriers.map(({ code }) => (
          <option key={code} value={code}>
            {courierName(code, language)}
          </option>
        ))}
      </select>
      <p id={`${id}-below`} className="field-fault" aria-live="polite">
        {props.fault}
      </p>
    </div>
  );
}
