import { type FormEvent, useState } from 'react';
import { findMyOrder } from '../../../contract/portal.ts';
import { call } from '../../ui/api.ts';
import { Field } from '../parts/field.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import type { Session } from '../session.ts';
import { useSending } from '../use-sending.ts';
import { useWords } from '../words/words.tsx';

type Props = { shop: string; expired: boolean; found: (session: Session) => void };

/** The proof: order number and the last digits of the phone. The shop is asked for where no link named it. */
export function FindOrder({ shop: namedShop, expired, found }: Props) {
  const { words } = useWords();
  const text = words.find;
  const [shop, setShop] = useState(namedShop);
  const [orderNumber, setOrderNumber] = useState('');
  const [phoneTail, setPhoneTail] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, problem, send } = useSending();

  const proof = { shop: shop.trim(), orderNumber: orderNumber.trim(), phoneTail };
  const fault = {
    shop: proof.shop ? null : text.shopMissing,
    orderNumber: proof.orderNumber ? null : text.orderMissing,
    phoneTail: /^\d{4}$/.test(phoneTail) ? null : text.phoneWrong,
  };
  const isComplete = Object.values(fault).every((each) => each === null);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (!isComplete) {
      const form = event.currentTarget;
      // After the render that marks the wrong inputs.
      requestAnimationFrame(() => form.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    send(
      () => call(findMyOrder, { body: proof }),
      (opened) => found({ ...opened, shop: proof.shop }),
    );
  };

  const typed = {
    shop: { value: shop, set: setShop, fault: tried ? fault.shop : null },
    orderNumber: { value: orderNumber, set: setOrderNumber, fault: tried ? fault.orderNumber : null },
    phoneTail: { value: phoneTail, set: setPhoneTail, fault: tried ? fault.phoneTail : null },
  };
  return (
    <Screen title={text.title} lead={text.lead}>
      {expired ? <Notice tone="plain">{text.expired}</Notice> : null}
      <form onSubmit={submit} noValidate className="stack">
        <ProofFields typed={typed} asksForShop={!namedShop} />
        {/* Whether the number or the phone is wrong is not told: that would help somebody who guesses. */}
        {problem ? <ProblemNotice problem={problem === 'not_found' ? 'order_not_found' : problem} /> : null}
        <button type="submit" className="button primary" disabled={busy}>
          {busy ? text.submitting : text.submit}
        </button>
      </form>
    </Screen>
  );
}

type Typed = { value: string; set: (value: string) => void; fault: string | null };
type ProofProps = { typed: Record<'shop' | 'orderNumber' | 'phoneTail', Typed>; asksForShop: boolean };

function ProofFields({ typed, asksForShop }: ProofProps) {
  const { words } = useWords();
  const text = words.find;
  const verbatim = { autoCapitalize: 'off', autoCorrect: 'off', autoComplete: 'off' } as const;
  return (
    <>
      {asksForShop ? (
        <Field
          label={text.shop}
          hint={text.shopHint}
          fault={typed.shop.fault}
          value={typed.shop.value}
          maxLength={64}
          {...verbatim}
          onChange={(event) => typed.shop.set(event.target.value)}
        />
      ) : null}
      <Field
        label={text.orderNumber}
        hint={text.orderHint}
        fault={typed.orderNumber.fault}
        value={typed.orderNumber.value}
        maxLength={64}
        {...verbatim}
        onChange={(event) => typed.orderNumber.set(event.target.value)}
      />
      <Field
        label={text.phoneTail}
        hint={text.phoneHint}
        fault={typed.phoneTail.fault}
        value={typed.phoneTail.value}
        maxLength={4}
        inputMode="numeric"
        autoComplete="off"
        className="digits"
        onChange={(event) => typed.phoneTail.set(event.target.value.replace(/\D/g, ''))}
      />
    </>
  );
}
