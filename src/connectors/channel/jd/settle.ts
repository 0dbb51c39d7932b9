import type { Acted, ChannelPort, ChannelRefund, ChannelRefundRef } from '../port.ts';
import { type JdConfig, unverified } from './config.ts';
import { decodeRefund } from './decode-refund.ts';
import { getRefund } from './read.ts';

export const done = { kind: 'done' } as const;
export const refused = (code: string, message: string, stale = false): Acted => ({
  kind: 'refused',
  code,
  message,
  stale,
});

/** A refund as it is at JD at this moment. */
export type Current = { raw: unknown; refund: ChannelRefund };

/**
 * Looks, writes and, where the outcome is in doubt, looks again. Not every write of JD's names a version, so a change
 * since the caller's reading is found by looking; where `sysVersion` locks, not even a moment stays open. An unknown
 * outcome is `done` when the refund has reached the goal, and stays unknown when it cannot be read or has not moved: the
 * write may still be on its way.
 */
export async function settled(
  config: JdConfig,
  ref: ChannelRefundRef,
  goal: (refund: ChannelRefund) => boolean,
  write: (current: Current) => Promise<Acted>,
): Promise<Acted> {
  const before = await current(config, ref);
  if (before.kind !== 'current') return before;
  if (before.refund.version !== ref.version) return moved(before.refund, ref);
  const acted = await write(before);
  if (acted.kind !== 'unknown' && (acted.kind !== 'refused' || acted.stale)) return acted;
  const after = await current(config, ref);
  if (after.kind !== 'current') return acted;
  const hasMoved = after.refund.version !== ref.version;
  if (acted.kind === 'refused') return { ...acted, stale: hasMoved };
  if (goal(after.refund)) return done;
  return hasMoved ? moved(after.refund, ref) : acted;
}

const moved = ({ version }: ChannelRefund, ref: ChannelRefundRef): Acted =>
  refused('changed_since_read', `version ${version}, not ${ref.version}`, true);

async function current(
  config: JdConfig,
  { externalId }: ChannelRefundRef,
): Promise<({ kind: 'current' } & Current) | Exclude<Acted, { kind: 'done' }>> {
  const found = await getRefund(config, externalId);
  if (found.kind === 'absent') return { kind: 'refused', code: 'refund_absent', message: externalId, stale: false };
  if (found.kind !== 'document') return found;
  const { raw } = found.document;
  const reading: ReturnType<ChannelPort['decodeRefund']> = decodeRefund(raw, unverified(config).applicationSumUnit);
  return reading.kind === 'refund'
    ? { kind: 'current', raw, refund: reading.refund }
    : { kind: 'refused', code: 'unreadable', message: reading.reason, stale: false };
}
