import { type FormEvent, useMemo, useState } from 'react';
import { nameMyPayee, PAYEE_CONSENT } from '../../../contract/transfers.ts';
import { Field } from '../parts/field.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { randomDigits } from '../random.ts';
import { useVisit } from '../session.ts';
import type { MyReturn } from '../shapes.ts';
import { useSending } from '../use-sending.ts';
import { useWords } from '../words/words.tsx';

/** Where no gateway can pay, the buyer says to which account the shop pays by hand, and agrees to that use. */
export function Payee({ of, done }: { of: MyReturn; done: () => void }) {
  const { words } = useWords();
  if (of.payee === 'no') return null;
  if (of.payee === 'being_paid') return <Notice tone="plain">{words.payee.beingPaid}</Notice>;
  return (
    <section>
      <h2>{words.payee.title}</h2>
      <p className="quiet-text">{of.payee === 'named' ? words.payee.named : words.payee.why}</p>
      {of.payee === 'named' ? (
        <details className="fold">
          <summary>{words.payee.change}</summary>
          <PayeeForm of={of} done={done} />
        </details>
      ) : (
        <PayeeForm of={of} done={done} />
      )}
    </section>
  );
}

const digitsOf = (typed: string): string => typed.replaceAll(/\s/g, '');

function PayeeForm({ of, done }: { of: MyReturn; done: () => void }) {
  const { words } = useWords();
  const { ask } = useVisit();
  const { busy, problem, send } = useSending();
  const [kind, setKind] = useState<Kind>('bank');
  const [holder, setHolder] = useState('');
  const [bank, setBank] = useState('');
  const [number, setNumber] = useState('');
  const [agrees, setAgrees] = useState(false);
  const [tried, setTried] = useState(false);
  // Another account is another wish: under the same key it would be taken for the first one said again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew whenever what is sent changes
  const key = useMemo(randomDigits, [kind, holder, bank, number]);
  const isNumber =
    kind === 'bank'
      ? /^\d{8,30}$/.test(digitsOf(number))
      : /^(\+?\d{6,20}|[^\s@]{1,64}@[^\s@]{3,100})$/.test(number.trim());
  const isBank = kind === 'alipay' || bank.trim() !== '';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (holder.trim() === '' || !isBank || !isNumber || !agrees) return;
    const said = { holder: holder.trim(), consent: PAYEE_CONSENT } as const;
    const body =
      kind === 'bank'
        ? { ...said, kind, bank: bank.trim(), number: digitsOf(number) }
        : { ...said, kind, number: number.trim() };
    send(() => ask(nameMyPayee, { params: { rmaId: of.id }, body }, { idempotencyKey: key }), done);
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Kinds kind={kind} choose={setKind} />
      <Field
        label={words.payee.holder}
        hint={words.payee.holderHint}
        fault={tried && holder.trim() === '' ? words.payee.needed : null}
        value={holder}
        autoComplete="off"
        maxLength={80}
        onChange={(event) => setHolder(event.target.value)}
      />
      {kind === 'bank' ? (
        <Field
          label={words.payee.bank}
          hint={words.payee.bankHint}
          fault={tried && !isBank ? words.payee.needed : null}
          value={bank}
          autoComplete="off"
          maxLength={80}
          onChange={(event) => setBank(event.target.value)}
        />
      ) : null}
      <Field
        label={words.payee.numbers[kind]}
        hint={words.payee.numberHint}
        fault={tried && !isNumber ? words.payee.numberWrong : null}
        value={number}
        inputMode={kind === 'bank' ? 'numeric' : 'text'}
        autoComplete="off"
        maxLength={120}
        onChange={(event) => setNumber(event.target.value)}
      />
      <Consent agrees={agrees} agree={setAgrees} isMissing={tried && !agrees} />
      {problem ? <ProblemNotice problem={problem} /> : null}
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? words.payee.submitting : words.payee.submit}
      </button>
    </form>
  );
}

type Kind = 'bank' | 'alipay';

function Kinds({ kind, choose }: { kind: Kind; choose: (kind: Kind) => void }) {
  const { words } = useWords();
  return (['bank', 'alipay'] as const).map((each) => (
    <label key={each} className="tick">
      <input type="radio" name="payee-kind" checked={kind === each} onChange={() => choose(each)} />
      <span>{words.payee.kinds[each]}</span>
    </label>
  ));
}

type ConsentProps = { agrees: boolean; agree: (agrees: boolean) => void; isMissing: boolean };

/** Never ticked beforehand: the account is used only by the buyer's own word. */
function Consent({ agrees, agree, isMissing }: ConsentProps) {
  const { words } = useWords();
  return (
    <>
      <label className="tick">
        <input type="checkbox" checked={agrees} onChange={(event) => agree(event.target.checked)} />
        <span>{words.payee.consent}</span>
      </label>
      {isMissing ? <p className="field-fault">{words.payee.consentNeeded}</p> : null}
    </>
  );
}
