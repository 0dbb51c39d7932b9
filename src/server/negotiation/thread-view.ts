import { toMoneyView } from '../../contract/common.ts';
import type { getThread } from '../../contract/negotiation.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { formatDecimal, type Money } from '../../domain/money.ts';
import { planNext } from '../../domain/returns/decide-refunds.ts';
import { openOffer } from '../../domain/returns/negotiation-guards.ts';
import { refusalReasons } from '../../domain/returns/refusal-reasons.ts';
import type { PlaceholderValues } from '../../domain/returns/reply-templates.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { toWallClock } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { maskedNick } from '../orders/order-views.ts';
import { returnAddressOf } from '../return-addresses/address-book.ts';
import type { Locked } from '../returns/rma-store.ts';
import { surround } from '../returns/surroundings.ts';
import { type MessageRow, pageOfMessages } from './message-rows.ts';
import { waysOf } from './ways.ts';

type Paging = { after?: string | undefined; limit: number };

/** The talk about a return as its page shows it. */
export async function threadView(app: App, merchantId: MerchantId, found: Locked, paging: Paging) {
  const [page, names, ways, values] = await Promise.all([
    app.db.inMerchant(merchantId, (tx) => pageOfMessages(tx, merchantId, found.rma.id, paging, 'staff')),
    app.staffNames(merchantId),
    waysOf(app, merchantId, found.rma),
    valuesOf(app, merchantId, found),
  ]);
  const nameOf = (row: MessageRow): string => names.get(row.authorId) ?? '';
  return {
    rows: page.rows.map((row) => messageView(row, nameOf(row))),
    next: page.next,
    ways,
    values,
  } satisfies (typeof getThread.reply)['_output'];
}

const messageView = (row: MessageRow, name: string) => ({
  id: row.id,
  direction: row.direction,
  via: row.via,
  author: { kind: row.authorKind, name },
  body: row.body,
  pictures: row.pictures,
  picturesElsewhere: row.picturesElsewhere,
  state: row.state,
  cause: row.cause,
  writtenAt: row.writtenAt,
});

/** Days in which a return is sent or answered, as the portal tells buyers too. */
const DAYS = 7;

/** What a template's words stand for in this case. What is not known stays open. */
async function valuesOf(app: App, merchantId: MerchantId, found: Locked): Promise<PlaceholderValues> {
  const { rma, order } = found;
  const [{ around }, policy] = await Promise.all([
    app.db.inMerchant(merchantId, (tx) => surround(tx, merchantId, found)),
    app.policies.read(merchantId, rma.policyVersion),
  ]);
  const address = await returnAddressOf(app, merchantId, rma);
  const plan = planNext(rma, { now: app.clock.now(), order, policy });
  const ordered = rma.refunds[0]?.amount;
  const offer = openOffer(rma);
  const first = order.lines.find((line) => line.id === rma.lines[0]?.orderLineId);
  const amount = ordered ?? (plan?.ok ? plan.value.total : null);
  const waybill = rma.parcels.at(-1)?.waybill;
  const clause = clauseOf(found);
  return {
    buyer_nick: maskedNick(around.buyer.nick),
    order: order.externalId,
    return_number: rma.number,
    days: String(DAYS),
    ...(first ? { item: first.title } : {}),
    ...(amount ? { amount: words(amount) } : {}),
    ...(offer
      ? { offer: words(offer.amount), valid_until: toWallClock(offer.validUntil, policy.timeZone).slice(0, 16) }
      : {}),
    ...(waybill ? { waybill } : {}),
    ...(clause ? { clause } : {}),
    ...(address ? { address: address.address } : {}),
  };
}

/** The article of the ground that the rules suggested, or that the request was refused by. */
function clauseOf({ history, rma }: Locked): string | undefined {
  const refused = history.findLast(({ event }) => event.type === 'rma_rejected')?.event;
  const judged = history.findLast(({ event }) => event.type === 'policy_applied')?.event;
  const outcome = judged?.type === 'policy_applied' ? judged.decision.outcome : undefined;
  const suggested = outcome?.kind === 'escalate' ? outcome.suggestRejection?.article : undefined;
  if (rma.review !== 'rejected' || refused?.type !== 'rma_rejected') return suggested;
  return refusalReasons.find((reason) => reason.code === refused.reasonCode)?.article ?? suggested;
}

const signs: Readonly<Record<string, string>> = { CNY: '¥', USD: 'US$' };
const words = (amount: Money): string => `${signs[amount.currency] ?? `${amount.currency} `}${formatDecimal(amount)}`;

/** The open offer as the buyer reads it: what it is, until when, and what he has without it. */
export function offerForBuyer(rma: Rma, otherwise: Money | null) {
  const offer = openOffer(rma);
  if (!offer) return null;
  const { id, amount, goods, validUntil } = offer;
  return {
    id,
    goods,
    validUntil,
    amount: toMoneyView(amount),
    otherwise: otherwise && toMoneyView(otherwise),
    canAnswer: rma.channelRef === null,
  };
}
