import type { FileId, OrderId, OrderLineId, RefundId, RmaId, RmaLineId, ShopId } from '../ids.ts';
import type { Disposition, Grade } from '../inspection/dispositions.ts';
import type { Money } from '../money.ts';
import type { ClockKind } from '../policy/deadlines.ts';
import type { Payer } from '../policy/freight-matrix.ts';
import type { AdvanceMoment } from '../policy/policy.ts';
import type { Reason, Resolution } from '../policy/reasons.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { LossClaim } from '../recovery/loss-claim.ts';
import type { Postage } from '../recovery/postage.ts';
import type { RefundFigures } from '../refunds/refund-figures.ts';
import type { Instant } from '../time.ts';
import type { Advance, AdvanceDecline } from './advance.ts';
import type { Difference } from './difference.ts';
import type { Dispute, Intervention, Ruling } from './dispute.ts';
import type { Graded } from './grading.ts';
import type { OwedInKind } from './in-kind.ts';
import type { KeptBooks } from './line-sale.ts';
import type { Negotiation } from './negotiation.ts';
import type { Intercept, OutboundFollowed } from './outbound.ts';
import type { Pickup } from './pickup.ts';
import type { ShopBooking } from './shop-books.ts';
import type { Payee, Transfer } from './transfer.ts';

export type { Disposition, Grade } from '../inspection/dispositions.ts';

/** Is the request granted? */
export type Review = 'pending' | 'evidence_requested' | 'escalated' | 'approved' | 'rejected' | 'withdrawn';
/** Where are the goods of this line? */
export type Reception = 'not_expected' | 'awaiting' | 'in_transit' | 'received' | 'missing';
/** Has anybody looked at them? */
export type Inspection = 'not_needed' | 'pending' | 'graded';
/** What goes out to the buyer in place of money: another article, or his own when it is repaired. */
export type Replacement = 'none' | 'due' | 'shipped';
/** What became of the money? */
export type Settlement = 'not_due' | 'due' | 'pending' | 'settled' | 'failed';

export type RmaLine = {
  id: RmaLineId;
  orderLineId: OrderLineId;
  sku: string;
  quantity: number;
  reception: Reception;
  inspection: Inspection;
  disposition: Disposition;
  settlement: Settlement;
  grade: Grade | null;
  /** Tests of 暂行办法 art. 9 that the goods failed. Any of them forbids selling them as new (art. 25, 33). */
  failedTests: string[];
  /** Absent: none. */
  replacement?: Exclude<Replacement, 'none'>;
  /** How it travels. */
  shipment?: { courier: string; waybill: string; at: Instant };
  /** Where the buyer's own goods are repaired. */
  workshop?: string;
  /** When the goods were booked in, where that was later than the first of the return. */
  receivedAt?: Instant;
  /** How it was booked. Absent: as sold. */
  books?: KeptBooks;
} & Graded;

/**
 * The gateway's last word on a refund. `unknown` is a state: it is asked about, never assumed. `accepted`: taken on, to be
 * paid later. `abnormal`: taken on, and the buyer's account cannot be paid.
 */
export type RefundState = 'requested' | 'unknown' | 'accepted' | 'abnormal' | 'succeeded' | 'rejected';

export type Refund = {
  id: RefundId;
  paymentId: string;
  method: string;
  /** The gateway's number of the payment that is paid back. */
  tradeNumber: string;
  amount: Money;
  state: RefundState;
  parts: RefundPart[];
  gatewayReference: string | null;
  /** Why the gateway refused, or why its answer proves nothing. */
  cause: string | null;
  /** A rejected refund may be sent again under its own number (balance too low); else a new number is needed. */
  retryable: boolean;
  requestedAt: Instant;
  settledAt: Instant | null;
  /** How often it was sent. Absent: once at most. */
  attempt?: number;
  /** What both engines said. Absent: it was ordered together with another, or before there were two. */
  figures?: RefundFigures;
};

/** One line's part of a refund: goods and freight apart, because they are booked apart. */
export type RefundPart = { lineId: RmaLineId; goods: Money; freight: Money };

export type RmaParcel = {
  courier: string;
  waybill: string;
  status: string;
  announcedAt: Instant;
  /** When it was signed for at our door, by the courier's word. */
  deliveredAt?: Instant;
};

/** The document on the channel's side that this return answers. */
export type ChannelRef = {
  externalId: string;
  version: number;
  /** Tells contents apart that the platform gave one version: they count from zero, in the order of their arrival. */
  edition?: number;
  phase?: string;
  /** Tells the buyer's words for his reason from others, without keeping them. Absent in earlier versions. */
  words?: string;
  /** What the document asks for. Absent in returns of earlier versions: the kind that they were opened with. */
  kind?: Resolution;
};

/** `at_platform`: no program can say it, a person does it in the platform's own console. */
export type ChannelPush = 'none' | 'pending' | 'done' | 'failed' | 'at_platform';

export type Deadline = { at: Instant; source: 'platform' | 'rule' };

/** The clock that a platform last sent, and what it waits for: our answer, the buyer's parcel, our receipt of it. */
export type ChannelDue = { at: Instant; on: 'answer' | 'ship' | 'receipt' };

/** More time that was asked for at the platform. */
export type Extension = { clock: ClockKind; days: number; dueAt: Instant; state: 'asked' | 'granted' | 'refused' };

/** How far the actions before the end of a clock have come: the last was so many hours before it; 0: it has lapsed. */
export type ClockAct = { kind: ClockKind; dueAt: Instant; hoursBefore: number };

/** What was said of the way back when the return was granted: who pays, by which article or rule, and to which address. */
export type ReturnTerms = { returnFreight: Payer; basis: string; returnAddress?: string };

/** One of the people who granted a sum, where the merchant's rules ask who did. */
export type Approval = { by: string; level: number; amount: Money };

export type Rma = {
  id: RmaId;
  number: string;
  orderId: OrderId;
  shopId: ShopId;
  channel: string;
  resolution: Resolution;
  reason: Reason;
  /** What the document gives as its reason since the return was granted for another. */
  reasonAtPlatform?: Reason;
  /** What the buyer or the platform asks for; absent on own shops, where the figure is ours. */
  requested: Money | null;
  evidence: FileId[];
  channelRef: ChannelRef | null;
  channelPush: ChannelPush;
  intervention?: Intervention;
  /** What the platform's staff decided, as far as its document says. */
  ruling?: Ruling;
  dispute?: Dispute;
  review: Review;
  reviewDue: Deadline | null;
  channelDue?: ChannelDue;
  evidenceAskedAt?: Instant;
  extension?: Extension;
  clockActs?: ClockAct[];
  policyVersion: number;
  openedAt: Instant;
  approvedAt: Instant | null;
  returnTerms?: ReturnTerms;
  receivedAt: Instant | null;
  lines: RmaLine[];
  refunds: Refund[];
  parcels: RmaParcel[];
  /** The colleague whose case it is. Absent: nobody's yet. */
  assignee?: string | null;
  /** Off: a person has taken it over, and nothing is decided or paid without one. Absent: on. */
  automation?: 'on' | 'off';
  /** The level the escalation asks for, where the policy has levels that bind. */
  escalation?: number;
  approvals?: Approval[];
  /** How many line ids have been given out; a split takes the next. */
  linesMade: number;
  /** What became of refunds in the books of the shop that sold, where they were paid elsewhere. */
  shopBooks?: ShopBooking[];
  /** Couriers' visits at the buyer's door, the newest last. */
  pickups?: Pickup[];
  /** The parcels that the goods went out in, where no goods were to come back. */
  outbound?: OutboundFollowed[];
  intercepts?: Intercept[];
  /** What is demanded of couriers and others for what was lost on the way. */
  claims?: LossClaim[];
  /** Return freight that the buyer wants back, one for each parcel. */
  postages?: Postage[];
  /** What the count found other than was agreed. */
  differences?: Difference[];
  /** What the buyer gets back as a coupon or points. */
  inKind?: OwedInKind[];
  /** The account that the buyer named last, and what was or is to be paid by hand. */
  payee?: Payee;
  transfers?: Transfer[];
  /** A rule wants the money paid before the goods are back. */
  instantRefund?: AdvanceMoment;
  /** What was paid so, or why it was not. */
  advance?: Advance;
  advanceDeclined?: AdvanceDecline;
  /** By the rules nothing is left to pay, and so much is missing: a person decides. */
  amountLeft?: Money;
  /** Number of events folded. */
  version: number;
} & Negotiation;

/** The goods of such a line will not come, or need not. */
export const goodsNeverArrive: ReadonlySet<Reception> = new Set<Reception>(['not_expected', 'missing']);

export const replacementOf = (line: RmaLine): Replacement => line.replacement ?? 'none';

/** Goods come back, or will if the request is granted. A granted return may leave them with the buyer. */
export const sendsGoods = (rma: Rma): boolean =>
  resolutionFacts[rma.resolution].goodsBack !== 'no' &&
  (rma.review !== 'approved' || rma.lines.some((line) => line.reception !== 'not_expected'));

/** Nobody has said yes or no yet, or the buyer is to show more first. */
export const isUnderReview = ({ review }: Pick<Rma, 'review'>): boolean =>
  review === 'pending' || review === 'escalated' || review === 'evidence_requested';

export const isRefused = (rma: Rma): boolean => rma.review === 'rejected' || rma.review === 'withdrawn';

/** Nobody has said for good what becomes of them: what is set apart waits for that. */
export const isUndecided = ({ disposition }: Pick<RmaLine, 'disposition'>): boolean =>
  disposition === 'undecided' || disposition === 'quarantine';

const goodsDone = (line: RmaLine): boolean => !isUndecided(line) || goodsNeverArrive.has(line.reception);
const moneyDone = (line: RmaLine): boolean => line.settlement === 'settled' || line.settlement === 'not_due';
const isDone = (line: RmaLine): boolean => goodsDone(line) && moneyDone(line) && replacementOf(line) !== 'due';

export const isClosed = (rma: Rma): boolean => isRefused(rma) || (rma.review === 'approved' && rma.lines.every(isDone));

/** Whether rules may still decide and pay by themselves. Whatever acts on a return without a person asks this first. */
export const isAutomatic = (rma: Rma): boolean => rma.automation !== 'off';

/** Differences that nobody has judged yet. */
export const openDifferences = ({ differences = [] }: Pick<Rma, 'differences'>): Difference[] =>
  differences.filter(({ outcome }) => outcome === undefined);

/** A settled line without a refund is a gift, or a price that deductions took: it is over as well. */
export const isMoneyOrdered = (rma: Rma): boolean =>
  rma.refunds.length > 0 || rma.lines.some((line) => line.settlement === 'settled');

/** Where a return stands, for lanes and lists: derived from its lines, nothing decides by it. */
export type Stage =
  | 'to_review'
  | 'awaiting_buyer'
  | 'in_transit'
  | 'to_inspect'
  | 'to_dispose'
  | 'to_refund'
  | 'to_ship'
  | 'refunding'
  | 'refund_problem'
  | 'closed'
  | 'rejected'
  | 'withdrawn';

export const stages = [
  'to_review',
  'awaiting_buyer',
  'in_transit',
  'to_inspect',
  'to_dispose',
  'to_refund',
  'to_ship',
  'refunding',
  'refund_problem',
  'closed',
  'rejected',
  'withdrawn',
] as const satisfies readonly Stage[];

/** The stage that wants something done comes first: money at risk before goods, goods before waiting. */
export function stageOf(rma: Rma): Stage {
  if (rma.review === 'rejected' || rma.review === 'withdrawn') return rma.review;
  if (rma.review === 'evidence_requested') return 'awaiting_buyer';
  if (rma.review !== 'approved') return 'to_review';
  const some = (test: (line: RmaLine) => boolean): boolean => rma.lines.some(test);
  if (some((line) => line.settlement === 'failed')) return 'refund_problem';
  if (some((line) => line.settlement === 'due')) return 'to_refund';
  if (some((line) => replacementOf(line) === 'due')) return 'to_ship';
  if (some((line) => line.reception === 'received' && line.inspection === 'pending')) return 'to_inspect';
  if (some((line) => line.reception === 'received' && isUndecided(line))) return 'to_dispose';
  if (some((line) => line.settlement === 'pending')) return 'refunding';
  if (some((line) => line.reception === 'in_transit')) return 'in_transit';
  if (some((line) => line.reception === 'awaiting')) return 'awaiting_buyer';
  return 'closed';
}
