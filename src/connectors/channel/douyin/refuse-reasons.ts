import { readAs } from '../../vendor-values.ts';
import type { ChannelFault, ChannelPort, ChannelRefundRef } from '../port.ts';
import { call } from './call.ts';
import type { DouyinConfig } from './config.ts';
import { rejectReasons } from './vendor-shapes.ts';

export type OfferedReason = { reject_reason_code: number; reason: string; evidence_need?: string | undefined };

export async function reasonsOf(
  config: DouyinConfig,
  externalId: string,
): Promise<{ kind: 'offered'; reasons: OfferedReason[] } | ChannelFault> {
  const answer = await call(config, 'afterSale.rejectReasonCodeList', { aftersale_id: externalId });
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(rejectReasons, answer.data);
  return reading.kind === 'read'
    ? { kind: 'offered', reasons: reading.value.items }
    : { kind: 'unknown', cause: reading.reason };
}

/** Those first that need no picture: whoever has none of the offered in mind takes the first. */
export async function refuseReasons(
  config: DouyinConfig,
  ref: ChannelRefundRef,
): ReturnType<ChannelPort['refuseReasons']> {
  const offered = await reasonsOf(config, ref.externalId);
  if (offered.kind !== 'offered') return offered;
  const needsPicture = ({ evidence_need: need }: OfferedReason): number => (need === 'Y' ? 1 : 0);
  return {
    kind: 'reasons',
    reasons: offered.reasons
      .toSorted((a, b) => needsPicture(a) - needsPicture(b))
      .map(({ reject_reason_code: code, reason: text }) => ({ id: String(code), text })),
  };
}
