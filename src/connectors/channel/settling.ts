import type { Acted, ChannelFault, ChannelRefund, ChannelRefundRef, Found } from './port.ts';

export type Refused = Extract<ChannelFault, { kind: 'refused' }>;

export const done = { kind: 'done' } as const;
export const refused = (code: string, message: string, stale = false): Refused => ({
  kind: 'refused',
  code,
  message,
  stale,
});

type Readable = { refund: ChannelRefund };
type Unreadable = { kind: 'unreadable'; reason: string };

/** A request that is to be acted on, and how its platform is asked for it. `Current` has all that a write needs of it. */
export type Request<Current extends Readable = Readable> = {
  ref: ChannelRefundRef;
  read: () => Promise<Found>;
  decode: (raw: unknown) => Current | Unreadable;
  /** How it differs from the one decided on, where that is told by more than its version. */
  movedTo?: (now: ChannelRefund) => string | undefined;
};

/** The request as it is now, if it is still what the caller decided on. */
export async function unchanged<Current extends Readable>(
  request: Request<Current>,
): Promise<{ kind: 'unchanged'; current: Current } | ChannelFault> {
  const now = await look(request);
  if (now.kind !== 'seen') return now;
  if (now.moved) return refused('changed_since_read', now.moved, true);
  return isReadable(now.reading)
    ? { kind: 'unchanged', current: now.reading }
    : refused('unreadable', now.reading.reason);
}

/**
 * Where the outcome of a write is in doubt, looks again. An unknown outcome is `done` when the request has reached the
 * goal, and stays unknown when it cannot be read or has not moved: the write may still be on its way. Codes
 * for a stale version are seldom documented, so a refusal is also checked for it.
 */
export async function settled<Current extends Readable>(
  request: Request<Current>,
  isGoal: (now: ChannelRefund) => boolean,
  acted: Acted,
): Promise<Acted> {
  if (acted.kind !== 'unknown' && (acted.kind !== 'refused' || acted.stale)) return acted;
  const now = await look(request);
  if (now.kind !== 'seen') return acted;
  if (acted.kind === 'refused') return { ...acted, stale: now.moved !== undefined };
  // What has moved to something nobody can read may be at the goal.
  if (!isReadable(now.reading)) return acted;
  if (isGoal(now.reading.refund)) return done;
  return now.moved ? refused('changed_meanwhile', now.moved, true) : acted;
}

/**
 * Looks, writes and, where the outcome is in doubt, looks again. Where the platform itself does not check which version
 * we read, a moment stays open between the look and the write.
 */
export async function settle<Current extends Readable>(
  request: Request<Current>,
  isGoal: (now: ChannelRefund) => boolean,
  write: (current: Current) => Promise<Acted>,
): Promise<Acted> {
  const before = await unchanged(request);
  return before.kind === 'unchanged' ? settled(request, isGoal, await write(before.current)) : before;
}

/** `moved` says how, where the request has moved. */
type Seen<Current> = { kind: 'seen'; reading: Current | Unreadable; moved: string | undefined };

const isReadable = <Current extends Readable>(reading: Current | Unreadable): reading is Current => 'refund' in reading;

async function look<Current extends Readable>(request: Request<Current>): Promise<Seen<Current> | ChannelFault> {
  const { ref, read, decode, movedTo } = request;
  const found = await read();
  if (found.kind === 'absent') return refused('refund_absent', `there is no request ${ref.externalId}`);
  if (found.kind !== 'document') return found;
  const { version, raw } = found.document;
  const reading = decode(raw);
  if (movedTo && isReadable(reading)) return { kind: 'seen', reading, moved: movedTo(reading.refund) };
  const moved = version === ref.version ? undefined : `version ${version}, not ${ref.version}`;
  return { kind: 'seen', reading, moved };
}
