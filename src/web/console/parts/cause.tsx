import { useCallback } from 'react';
import { useTexts } from '../locales/texts.ts';
import { useRefusal } from './use-refusal.ts';

type Key = Parameters<ReturnType<typeof useTexts<'causes'>>>[0];

/** Phrases of our connectors and what they mean to a clerk; a named group fills the sentence. */
const phrases: readonly (readonly [RegExp, Key])[] = [
  [/^fund_change is/, 'money_not_confirmed'],
  [/throttled/, 'throttled'],
  [/^(timeout|network)/, 'no_answer'],
  [/^HTTP \d+/, 'their_fault'],
  [/agreed and not yet paid/, 'agreed_not_paid'],
  [/has no refund/, 'unknown_there'],
  [/without a signature|about another refund|answer is about|without a row/, 'not_trusted'],
  [/^refund_status is|query was answered/, 'no_status'],
  [/^it names (?<told>\d+) (?<currency>\w{3}), not (?<ours>\d+)/, 'notice_other_sum'],
  [/^it names the payment/, 'notice_other_payment'],
  [/^the refund is one of/, 'notice_other_gateway'],
  [/^there is no refund/, 'notice_no_refund'],
  [/was paid, and \w+ now says/, 'notice_after_paid'],
  [/^the return does not take it: refund_paid_by_transfer/, 'notice_paid_twice'],
  [/does not know \S+ yet/, 'notice_unknown_there'],
  [/^past_refund_window/, 'past_refund_window'],
  [/not_connected|not connected/, 'not_connected'],
  [/^outcome_unknown/, 'outcome_unknown'],
  [/^no_such_visit/, 'no_such_visit'],
  [/^forgotten$/, 'forgotten'],
  [/^not_offered/, 'not_offered'],
  [/closed_on_platform/, 'closed_on_platform'],
  [/^buyer$/, 'by_buyer'],
  [/no_return_address/, 'no_return_address'],
  [/not_supported|^at_platform/, 'not_supported'],
  [/no_refusal_reason/, 'no_refusal_reason'],
  [/^reason_not_offered: (?<list>.*)/, 'reason_not_offered'],
  [/^picture_missing/, 'picture_missing'],
  [/cut off/, 'no_answer'],
  [/^order (?<order>\S+) is unknown/, 'order_unknown'],
  [/^order (?<order>\S+) was not taken/, 'order_not_taken'],
  [/^order line (?<line>\S+) is not on order (?<order>\S+)/, 'line_unknown'],
  [/^(?<what>.+) is not handled here/, 'not_handled'],
  [/^(?<field>[\w.]+): "(?<value>[^"]*)" is no amount/, 'not_an_amount'],
  [/^(?<field>[\w.]+): "(?<value>[^"]*)" is no time/, 'not_a_time'],
  [/^(?<field>[\w.]+): .*not negative/, 'negative'],
  [/^(?<field>[\w.]+): more than/, 'more_than_paid'],
  [/^(?<field>[\w.]+): (missing|.*received undefined)/, 'missing_field'],
  [/^(?<field>[\w.]+): (wrong|not |[Ii]nvalid )/, 'unreadable'],
  [/^amount_differs: the buyer asked for (?<amount>.+)/, 'amount_differs'],
  [/^neither a service nor a refund/, 'no_known_document'],
  [/SELLER_BALANCE_NOT_ENOUGH|NOT_ENOUGH\b|insufficient_funds|balance_insufficient/, 'balance_not_enough'],
];

/** Says a connector's cause in words; a vendor's own sentence is shown without its code. */
export function useCauseText() {
  const t = useTexts('causes');
  const refusal = useRefusal();
  return useCallback(
    (cause: string): string => {
      for (const [pattern, key] of phrases) {
        const found = pattern.exec(cause);
        if (found) return t(key, found.groups ?? {});
      }
      const code = /^([a-z]+(?:_[a-z]+)+)(?: |$)/.exec(cause)?.[1];
      if (code) return refusal({ code });
      return cause.replace(/^[\w.-]+: (?=.*[^\x20-\x7e])/, '');
    },
    [t, refusal],
  );
}

/** A cause in words, with the text as it came on hover. */
export function Cause({ of }: { of: string | null }) {
  const say = useCauseText();
  return of ? <span title={of}>{say(of)}</span> : null;
}
