import { type ChannelPort, type ChannelResolution, takesKind } from '../../connectors/channel/port.ts';
import type { Rma } from '../../domain/returns/rma.ts';

/** What the document asks for at the platform, whatever the return has become here. */
export function kindAtPlatform({ channelRef, resolution }: Rma): ChannelResolution {
  const kind = channelRef?.kind ?? resolution;
  return kind === 'refused_delivery' ? 'refund_only' : kind;
}

/**
 * Whether a program may refuse this request at its platform. While the platform's staff judge, a refusal of ours would
 * speak over them.
 */
export const takesRefusal = ({ capabilities }: ChannelPort, rma: Rma): boolean =>
  rma.intervention !== 'open' && takesKind(capabilities, 'refuse', kindAtPlatform(rma));
