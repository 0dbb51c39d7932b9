import { never } from '../assert.ts';
import type { RmaEvent } from './events.ts';
import type { Rma } from './rma.ts';

type PeopleEvent = Extract<
  RmaEvent,
  { type: 'rma_assigned' | 'rma_unassigned' | `automation_${string}` | 'approval_given' }
>;

/** Whose case it is, whether rules may act on it, and who has granted what. */
export function peopleChanged(rma: Rma, event: PeopleEvent): Rma {
  switch (event.type) {
    case 'rma_assigned':
      return { ...rma, assignee: event.to };
    case 'rma_unassigned':
      return { ...rma, assignee: null };
    case 'automation_stopped':
      return { ...rma, automation: 'off' };
    case 'automation_resumed':
      return { ...rma, automation: 'on' };
    case 'approval_given': {
      const { by, level, amount } = event;
      return { ...rma, approvals: [...(rma.approvals ?? []), { by, level, amount }] };
    }
    default:
      return never(event);
  }
}
