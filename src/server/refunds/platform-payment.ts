import {
  type ChannelFault,
  type ChannelPort,
  type ChannelRefund,
  type ChannelRefundRef,
  type ChannelResolution,
  ONLY_IN_CONSOLE,
  takesKind,
} from '../../connectors/channel/port.ts';
import type { RefundLookup, RefundOutcome, RefundPort } from '../../connectors/payment/port.ts';

/**
 * A marketplace seen as a payment gateway: agreeing to its refund document makes it pay. The document is the refund
 * number, so agreeing twice pays once; whether it has paid is read from the document.
 */
export function platformPayment(channel: ChannelPort, ref: ChannelRefundRef, kind: ChannelResolution): RefundPort {
  const lookUp = async (): Promise<RefundLookup> => {
    const seen = await look(channel, ref.externalId);
    return seen.kind === 'unpaid' ? { kind: 'absent' } : seen;
  };
  return {
    queryRefund: lookUp,
    refund: async ({ amount }) => {
      if (!takesKind(channel.capabilities, 'agreeRefund', kind)) {
        // A person pays it in the console; until then the document says how it stands.
        const known = await lookUp();
        return known.kind === 'absent'
          ? { kind: 'rejected', code: 'at_platform', message: kind, retryable: true }
          : known;
      }
      let current = ref;
      for (let tries = 1; ; tries++) {
        const acted = await channel.agreeRefund(current, amount);
        if (acted.kind !== 'done' && acted.kind !== 'refused') return outcomeOf(acted);
        // The platform also refuses what is paid already, by itself or by an answer of ours that got lost.
        const seen = await look(channel, ref.externalId);
        if (seen.kind !== 'unpaid') return seen;
        if (acted.kind === 'done') return { kind: 'unknown', cause: 'the platform has agreed and not yet paid' };
        const { version, phase, amount: asked } = seen.refund;
        // It was changed under our feet. Where it still asks for this very amount it is answered as it is now; the
        // document is one and is paid once, whatever version is agreed to.
        if (acted.code === ONLY_IN_CONSOLE) {
          return { kind: 'rejected', code: 'at_platform', message: kind, retryable: true };
        }
        if (!acted.stale || tries === MOST_TRIES || version === current.version || asked.minor !== amount.minor)
          return { kind: 'rejected', code: acted.code, message: acted.message, retryable: acted.stale };
        current = { externalId: ref.externalId, version, ...(phase ? { phase } : {}) };
      }
    },
  };
}

const MOST_TRIES = 3;

/** How the document stands: as it is where nobody has been paid. */
async function look(
  channel: ChannelPort,
  externalId: string,
): Promise<Exclude<RefundLookup, { kind: 'absent' }> | { kind: 'unpaid'; refund: ChannelRefund }> {
  const found = await channel.getRefund(externalId);
  if (found.kind === 'absent') return { kind: 'unknown', cause: `the platform has no refund ${externalId}` };
  // A reading that fails says nothing about the money, whatever it fails of.
  if (found.kind !== 'document') return { kind: 'unknown', cause: `the platform cannot be asked: ${found.kind}` };
  const decoded = channel.decodeRefund(found.document.raw);
  if (decoded.kind === 'unreadable') return { kind: 'unknown', cause: decoded.reason };
  const { status, vendorStatus, modifiedAt } = decoded.refund;
  if (status === 'refunded') return { kind: 'succeeded', gatewayReference: externalId, settledAt: modifiedAt };
  if (status === 'closed') {
    return { kind: 'rejected', code: 'closed_on_platform', message: vendorStatus, retryable: false };
  }
  return { kind: 'unpaid', refund: decoded.refund };
}

function outcomeOf(fault: Exclude<ChannelFault, { kind: 'refused' }>): RefundOutcome {
  switch (fault.kind) {
    case 'throttled':
      return { kind: 'unknown', cause: `throttled for ${fault.retryAfterMs} ms: not taken on` };
    case 'unauthorised':
      return { kind: 'rejected', code: fault.code, message: fault.message, retryable: true };
    case 'unknown':
      return fault;
  }
}
