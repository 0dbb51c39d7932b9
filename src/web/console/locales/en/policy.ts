import type { SameTexts } from '../../../ui/i18n.ts';
import type { policy as chinese } from '../zh/policy.ts';

export const policy: SameTexts<typeof chinese> = {
  title: 'Rules',
  note: 'Asked from top to bottom; the first that applies decides',
  version: 'Version {{version}}, published',
  order: 'No.',
  when: 'If',
  outcomeIs: 'Then',
  basis: 'Basis',
  hits: 'Hits in 30 days',
  window: 'No-reason days',
  days: '{{count}} days',
  approvalLimit: 'Automatic review up to',
  autoRefundLimit: 'Automatic refund up to',
  never: 'Never by itself',
  otherwise: 'None of these applies',
  outcome: {
    approve: 'Approve',
    ask_evidence: 'Ask for photos',
    escalate: 'A person decides',
    escalate1: 'Customer service decides',
    escalate2: 'A supervisor decides',
    suggest: 'suggests refusing: {{reason}}',
  },
  and: ', and ',
  or: ', or ',
  is: 'is',
  above: 'more than',
  some: 'some',
  within: 'among',
};
