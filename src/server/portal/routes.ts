import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { toMoneyView } from '../../contract/common.ts';
import * as contract from '../../contract/portal.ts';
import type { MerchantId, OrderId, RmaId } from '../../domain/ids.ts';
import { isPositive, unitsShare, zero } from '../../domain/money.ts';
import { type Order, paidTotal, unclaimed } from '../../domain/orders/order.ts';
import { groundOf } from '../../domain/policy/ground.ts';
import { type Reason, type Resolution, reasonFacts, reasons } from '../../domain/policy/reasons.ts';
import { resolutionFacts } from '../../domain/policy/resolution-facts.ts';
import { returnWindowClosesAt } from '../../domain/policy/return-window.ts';
import { ok, reject } from '../../domain/result.ts';
import type { OpenRma } from '../../domain/returns/commands.ts';
import { decideOpen } from '../../domain/returns/decide.ts';
import { planNext } from '../../domain/returns/decide-refunds.ts';
import type { Context } from '../../domain/returns/decision.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import { canAddEvidence, canAnnounceParcel, canWithdraw } from '../../domain/returns/guards.ts';
import { isAutomatic, isClosed, type Rma, sendsGoods } from '../../domain/returns/rma.ts';
import { plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { readBuyerRecord } from '../buyers/buyer-record.ts';
import type { Tx } from '../db/database.ts';
import type { Buyer } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { findOrder } from '../orders/order-store.ts';
import { returnAddressOf } from '../return-addresses/address-book.ts';
import { explained } from '../returns/amount-views.ts';
import { addNote } from '../returns/notes.ts';
import { fold } from '../returns/rma-store.ts';
import { openRmaIn, runRmaCommand } from '../returns/run-rma-command.ts';
import { surround } from '../returns/surroundings.ts';
import { buyerView, isSentByBuyer } from './buyer-view.ts';
import { findPortalOrder } from './find-portal-order.ts';
import { ofBuyer } from './of-buyer.ts';
import { addPayeeRoute } from './payee.ts';
import { type PortalTokens, TOKEN_HOURS } from './portal-token.ts';
import { addPostageRoute } from './postage.ts';
import { addTalkRoutes } from './talk-routes.ts';

/** What a buyer is told to reckon with; the law gives seven days from receipt to refund (L-CPL 25). */
const SEND_HOURS = 7 * 24;
const INSPECT_HOURS = 24;
const REFUND_HOURS = 24;

export function addPortalRoutes(server: FastifyInstance, app: App, tokens: PortalTokens): void {
  addOrderRoutes(server, app, tokens);
  addRequestRoutes(server, app);
  addProgressRoutes(server, app);
  addPostageRoute(server, app);
  addPayeeRoute(server, app);
  addTalkRoutes(server, app);
}

function addOrderRoutes(server: FastifyInstance, app: App, tokens: PortalTokens): void {
  route(server, contract.findMyOrder, async ({ body }) => {
    const found = await findPortalOrder(app, body.shop, body.orderNumber, body.phoneTail);
    // One answer for a wrong shop, number or phone: nobody learns which orders exist.
    if (!found) return reject({ code: 'order_not_found' });
    const expiresAt = plusHours(app.clock.now(), TOKEN_HOURS);
    return ok({ token: tokens.issue({ ...found, expiresAt }), expiresAt });
  });

  route(server, contract.myOrder, async ({ principal }) => {
    const { merchantId, orderId } = principal;
    const [found, shops] = await Promise.all([
      app.db.inMerchant(merchantId, async (tx) => ({
        ...(await orderWithPolicy(app, tx, merchantId, orderId)),
        rmas: (
          await sql<{ id: RmaId; number: string; stage: string; openedAt: string; amount: bigint; currency: string }>`
            select rma_id as id, number, stage, opened_at as "openedAt", amount_minor as amount, currency from rma
            where merchant_id = ${merchantId} and order_id = ${orderId} order by rma_id desc`.execute(tx)
        ).rows,
      })),
      app.shops.all(merchantId),
    ]);
    const { order, policy, rmas } = found;
    if (!order || !policy) return notFound;
    const shop = shops.find(({ id }) => id === order.shopId);
    return {
      shopName: shop?.name ?? '',
      orderNumber: order.externalId,
      placedAt: order.placedAt,
      deliveredAt: order.deliveredAt,
      paid: toMoneyView(paidTotal(order)),
      windowClosesAt: order.deliveredAt && returnWindowClosesAt(order.deliveredAt, policy),
      reasons: reasonsFor(order.shippedAt !== null, shop?.offers ?? []),
      lines: order.lines.map((line) => ({
        id: line.id,
        title: line.title,
        sku: line.sku,
        quantity: line.quantity,
        returnable: unclaimed(line),
        unitPaid: toMoneyView(unitsShare(line.paid, line.quantity, 0, 1)),
        exclusion: line.exclusion,
      })),
      rmas: rmas.map(({ amount, currency, ...rma }) => ({ ...rma, amount: { minor: String(amount), currency } })),
    };
  });
}

/** The order with the policy that a return on it would be opened under. */
async function orderWithPolicy(app: App, tx: Tx, merchantId: MerchantId, orderId: OrderId) {
  const order = await findOrder(tx, merchantId, orderId);
  const policy = order && (await app.policies.forOrder(tx, merchantId, { shopId: order.shopId, orderId }));
  return { order, policy };
}

/** A reason fits before or after shipment; after it, only what never arrived is refunded without goods. */
const reasonsFor = (shipped: boolean, offers: readonly Resolution[]) =>
  reasons
    .filter((code) => (code === 'not_shipped') !== shipped)
    .filter((code) => shipped || code === 'not_shipped' || code === 'other')
    .map((code) => ({
      code,
      needsPhoto: reasonFacts[code].quality,
      resolutions: resolutionsFor(code, shipped, offers),
    }));

/** What was never sent or never came cannot be exchanged, and nothing but a fault is repaired. */
function resolutionsFor(reason: Reason, shipped: boolean, offers: readonly Resolution[]): Resolution[] {
  if (!shipped || reason === 'not_received') return ['refund_only'];
  const { quality } = reasonFacts[reason];
  const fits = (kind: Resolution): boolean =>
    kind === 'exchange' ? quality || reason === 'size_or_color' : kind === 'repair' && quality;
  return ['return_and_refund', ...offers.filter(fits)];
}

/**
 * The page offers what the shop allows; whoever asks past the page is told so. Not for use inside a transaction: finding
 * the shop may take a connection of its own.
 */
async function notOffered(
  app: App,
  merchantId: MerchantId,
  order: Order,
  { reason, resolution }: { reason: Reason; resolution: Resolution },
) {
  if (!needsOffer(resolution)) return undefined;
  const shop = await app.shops.find(merchantId, order.shopId);
  const offered = resolutionsFor(reason, order.shippedAt !== null, shop?.offers ?? []);
  return offered.includes(resolution) ? undefined : ({ code: 'kind_not_offered', kind: resolution } as const);
}

/** Money back was always taken as it was asked for: the rules judge it. */
const needsOffer = (kind: Resolution): boolean => kind !== 'return_and_refund' && kind !== 'refund_only';

function addRequestRoutes(server: FastifyInstance, app: App): void {
  const commandFrom = (
    body: Omit<OpenRma, 'type' | 'rmaId' | 'requested' | 'channelRef' | 'platformDeadline'>,
  ): OpenRma => ({
    type: 'open_rma',
    rmaId: app.newId('rma'),
    resolution: body.resolution,
    reason: body.reason,
    lines: body.lines,
    evidence: body.evidence,
    requested: null,
    channelRef: null,
    platformDeadline: null,
  });

  // The same code that decides, without the writing: what is shown is what will happen.
  route(server, contract.previewMyReturn, async ({ body, principal }) => {
    const { merchantId, orderId } = principal;
    const now = app.clock.now();
    const [{ order, policy }, buyer] = await app.db.inMerchant(merchantId, (tx) =>
      Promise.all([orderWithPolicy(app, tx, merchantId, orderId), readBuyerRecord(tx, merchantId, { orderId }, now)]),
    );
    if (!order || !policy || !buyer) return notFound;
    const no = await notOffered(app, merchantId, order, body);
    if (no) return reject(no);
    const context = { now, order, policy, buyer };
    const decision = decideOpen(commandFrom(body), context);
    if (!decision.ok) return decision;
    const rma = fold(decision.value);
    if (!rma) return notFound;
    return ok(previewed(rma, decision.value, context));
  });

  route(server, contract.openMyReturn, async ({ body, principal, meta }) => {
    const { merchantId, orderId } = principal;
    const order = needsOffer(body.resolution)
      ? await app.db.inMerchant(merchantId, (tx) => findOrder(tx, merchantId, orderId))
      : undefined;
    const no = order && (await notOffered(app, merchantId, order, body));
    if (no) return reject(no);
    return app.db.inMerchant(merchantId, async (tx) => {
      const command = commandFrom(body);
      const opened = await openRmaIn(app, tx, orderId, command, meta);
      if (!opened.ok) return opened;
      const { rma } = opened.value;
      if (rma.id === command.rmaId) await addNote(app, tx, meta, rma.id, body.note);
      return ok({ id: rma.id, number: rma.number });
    });
  });
}

/** What asking would come to, for the one who asks. */
function previewed(rma: Rma, events: readonly RmaEvent[], context: Context) {
  const answered = events.flatMap((event) => (event.type === 'policy_applied' ? [event.decision] : [])).at(-1);
  const plan = planNext(rma, context);
  const outcome =
    rma.review === 'approved' ? 'approved' : rma.review === 'evidence_requested' ? 'needs_photo' : 'needs_person';
  return {
    outcome,
    amount: plan?.ok ? explained(plan.value, context.order) : null,
    ground: answered ? groundOf(answered, context.policy) : null,
    freightClause: sendsGoods(rma) ? (rma.returnTerms?.basis ?? null) : null,
    returnFreight: !sendsGoods(rma)
      ? 'none'
      : (rma.returnTerms?.returnFreight ?? (reasonFacts[rma.reason].fault === 'seller' ? 'seller' : 'buyer')),
    steps: [
      ...(outcome === 'needs_photo' ? [{ code: 'photos', withinHours: null }] : []),
      ...(outcome === 'approved' ? [] : [{ code: 'review', withinHours: context.policy.reviewHours }]),
      ...(!sendsGoods(rma)
        ? []
        : [
            { code: 'send', withinHours: SEND_HOURS },
            { code: 'inspect', withinHours: INSPECT_HOURS },
          ]),
      lastStep(rma, plan?.ok && isPositive(plan.value.total) ? REFUND_HOURS : null),
    ],
  } as const;
}

/** What the buyer ends with. How long a repair or another article takes is not promised. */
function lastStep({ resolution }: Rma, refundHours: number | null) {
  const { money, replacement } = resolutionFacts[resolution];
  if (money !== 'never') return { code: 'refund', withinHours: refundHours };
  return { code: replacement === 'after_repair' ? 'repair' : 'replace', withinHours: null };
}

function addProgressRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.myReturn, async ({ params, principal }) => {
    const found = await ofBuyer(app, principal, params.rmaId);
    if (!found) return notFound;
    const { merchantId } = principal;
    const returnAddress = await returnAddressOf(app, merchantId, found.rma);
    const surrounded = await app.db.inMerchant(merchantId, (tx) => surround(tx, merchantId, found));
    const { rma, order } = found;
    const allowed = {
      canSend: isSentByBuyer(rma) && canAnnounceParcel(rma) === null,
      canWithdraw: canWithdraw(rma) === null,
      canAddPhotos: rma.review === 'evidence_requested' && canAddEvidence(rma) === null,
      person: isClosed(rma) ? 'over' : isAutomatic(rma) ? 'can_ask' : 'is_on_it',
    } as const;
    const policy = await app.policies.read(merchantId, rma.policyVersion);
    const plan = planNext(rma, { now: app.clock.now(), order, policy });
    const expected = plan?.ok ? plan.value.total : (rma.requested ?? zero(order.currency));
    return buyerView(surrounded, { policy, returnAddress, allowed, expected, now: app.clock.now() });
  });
  const act = async (buyer: Buyer, rmaId: RmaId, run: () => ReturnType<typeof runRmaCommand>) => {
    if (!(await ofBuyer(app, buyer, rmaId))) return notFound;
    const result = await run();
    return result.ok ? ok({ ok: true } as const) : result;
  };
  route(server, contract.sendMyParcel, ({ params, body, principal, meta }) =>
    act(principal, params.rmaId, () => runRmaCommand(app, params.rmaId, { type: 'announce_parcel', ...body }, meta)),
  );
  route(server, contract.withdrawMyReturn, ({ params, principal, meta }) =>
    act(principal, params.rmaId, () => runRmaCommand(app, params.rmaId, { type: 'withdraw', cause: 'buyer' }, meta)),
  );
  route(server, contract.askForPerson, ({ params, principal, meta }) =>
    act(principal, params.rmaId, () =>
      runRmaCommand(app, params.rmaId, { type: 'stop_automation', because: 'buyer_asked' }, meta),
    ),
  );
  route(server, contract.addMyPhotos, ({ params, body, principal, meta }) =>
    act(principal, params.rmaId, () =>
      runRmaCommand(app, params.rmaId, { type: 'add_evidence', files: body.files }, meta),
    ),
  );
}
