import { never } from '../assert.ts';
import type { RmaCommand } from './commands.ts';
import * as messages from './decide-messages.ts';
import * as offers from './decide-offers.ts';
import type { Context, Decision } from './decision.ts';
import type { NegotiationCommand } from './negotiation.ts';
import type { Rma } from './rma.ts';

const commands: Record<NegotiationCommand['type'], true> = {
  send_message: true,
  record_message: true,
  record_message_outcome: true,
  resend_message: true,
  acknowledge_messages: true,
  make_offer: true,
  accept_offer: true,
  decline_offer: true,
  withdraw_offer: true,
  lapse_offer: true,
  tell_again: true,
};

export const isOfNegotiation = (command: RmaCommand): command is NegotiationCommand => command.type in commands;

/** What the talk about a return leads to. */
export function negotiate(rma: Rma, command: NegotiationCommand, context: Context): Decision {
  switch (command.type) {
    case 'send_message':
      return messages.send(rma, command);
    case 'record_message':
      return messages.record(rma, command);
    case 'record_message_outcome':
      return messages.recordOutcome(rma, command);
    case 'resend_message':
      return messages.resend(rma, command);
    case 'acknowledge_messages':
      return messages.acknowledge(rma);
    case 'make_offer':
      return offers.make(rma, command, context);
    case 'accept_offer':
      return offers.accept(rma, command, context);
    case 'decline_offer':
      return offers.decline(rma, command, context);
    case 'withdraw_offer':
      return offers.takeBack(rma, command, context);
    case 'lapse_offer':
      return offers.lapse(rma, command, context);
    case 'tell_again':
      return messages.tellAgain(rma, command);
    default:
      return never(command);
  }
}
