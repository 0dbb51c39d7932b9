import type { SameTexts } from '../../../ui/i18n.ts';
import type { causes as chinese } from '../zh/causes.ts';

export const causes: SameTexts<typeof chinese> = {
  money_not_confirmed: 'Alipay has not confirmed that the money moved',
  no_answer: 'No answer (network)',
  their_fault: 'Their server failed',
  throttled: 'They limit our calls; tried again by itself',
  agreed_not_paid: 'The platform has agreed and not yet paid',
  unknown_there: 'They do not know this refund',
  not_trusted: 'Their answer does not fit; asking again',
  no_status: 'Alipay gave no refund status',
  not_connected: 'The shop is not connected: ask your administrator',
  closed_on_platform: 'Closed on the platform',
  by_buyer: 'By the buyer',
  no_return_address: 'The shop has no return address: ask your administrator',
  not_supported: 'Not possible from here: do it on the platform',
  no_refusal_reason: 'The platform offers no reason: refuse it on the platform',
  order_unknown: 'Order {{order}} is unknown here and could not be fetched',
  order_not_taken: 'Order {{order}} was not taken',
  line_unknown: 'Order {{order}} has no line {{line}}',
  not_handled: '“{{what}}” is not handled here: do it on the platform',
  unreadable: 'A field is missing or wrong: {{field}}',
};
