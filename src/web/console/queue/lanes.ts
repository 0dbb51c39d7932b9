import { MOST_COUNTED } from '../../../contract/returns.ts';
import { formatCount } from '../../ui/format.ts';

/** In the order of the work: what somebody must do, what is waited for, what is over. */
export const lanes = [
  'to_review',
  'due_soon',
  'to_inspect',
  'to_dispose',
  'to_refund',
  'to_ship',
  'refund_problem',
  'channel_problem',
  'intervened',
  'at_platform',
  'buyer_wrote',
  'difference',
  'awaiting_buyer',
  'in_transit',
  'refunding',
  'closed',
  'rejected',
  'withdrawn',
  'all',
] as const;

export type Lane = (typeof lanes)[number];

export const laneOf = (text: string | undefined): Lane => lanes.find((lane) => lane === text) ?? 'to_review';

/** A number beside these is a loss of time or money. */
export const alarming: ReadonlySet<Lane> = new Set<Lane>([
  'due_soon',
  'refund_problem',
  'channel_problem',
  'intervened',
  'difference',
]);

/** Nobody acts on how many these are. */
export const uncounted: ReadonlySet<Lane> = new Set<Lane>(['closed', 'rejected', 'withdrawn', 'all']);

/** Where mostly nothing stands: a tab only while something does. */
const rare: ReadonlySet<Lane> = new Set<Lane>(['to_ship', 'intervened', 'at_platform', 'buyer_wrote', 'difference']);

/** The lanes that get a tab, the one that is open always among them. */
export const lanesShown = (counts: Readonly<Record<string, number>>, current: Lane): readonly Lane[] =>
  lanes.filter((lane) => !rare.has(lane) || lane === current || (counts[lane] ?? 0) > 0);

/** A lane's number; so many and more are just many. */
export const formatLaneCount = (count: number): string =>
  count < MOST_COUNTED ? formatCount(count) : `${formatCount(MOST_COUNTED)}+`;
