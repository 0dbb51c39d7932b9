import { sql } from 'kysely';
import type { CandidateView, UnknownView } from '../../contract/unknown-parcels.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { planBinding } from '../../domain/parcels/plan-binding.ts';
import { type UnknownEvent, unboundGoods } from '../../domain/parcels/unknown-parcel.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { maskedNick } from '../orders/order-views.ts';
import { awaitedPlaces, freePlaces, type Ranked, rankFor } from './candidates.ts';
import { unknownRowOf } from './unknown-lists.ts';
import type { StoredUnknown } from './unknown-store.ts';

/** A person compares a handful; below these nothing is likely. */
const SHOWN = 8;

/** The parcel as a screen shows it: with its candidates, as long as it is looking for its owner. */
export async function unknownView(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  stored: StoredUnknown,
): Promise<UnknownView> {
  const { facts, parcel, history } = stored;
  const row = present(await unknownRowOf(app, tx, merchantId, facts.id), 'the row of a parcel');
  const ranked = parcel.state === 'open' ? (await rankFor(app, tx, merchantId, stored)).slice(0, SHOWN) : [];
  const [names, shops, numbers] = await Promise.all([
    app.staffNames(merchantId),
    app.shops.all(merchantId),
    numbersOf(
      tx,
      merchantId,
      history.flatMap(({ event }) => ('rmaId' in event ? [event.rmaId] : [])),
    ),
  ]);
  const shopNames = new Map<string, string>(shops.map(({ id, name }) => [id, name]));
  return {
    ...row,
    candidates: ranked.map((one) => candidateView(one, stored, shopNames)),
    history: history.map(({ seq, event, actor, at }) => ({
      seq,
      type: event.type,
      at,
      actor: { kind: actor.kind, name: names.get(actor.id) ?? '' },
      rma: 'rmaId' in event ? { id: event.rmaId, number: numbers.get(event.rmaId) ?? '' } : null,
      units: unitsIn(event),
    })),
  };
}

async function numbersOf(tx: Tx, merchantId: MerchantId, ids: readonly RmaId[]): Promise<Map<RmaId, string>> {
  const { rows } = await sql<{ rma_id: RmaId; number: string }>`select rma_id, number from rma
    where merchant_id = ${merchantId} and rma_id = any(${ids})`.execute(tx);
  return new Map(rows.map(({ rma_id, number }) => [rma_id, number]));
}

const total = (goods: readonly { quantity: number }[]) => goods.reduce((sum, { quantity }) => sum + quantity, 0);

function unitsIn(event: UnknownEvent): number | null {
  switch (event.type) {
    case 'booked_in':
    case 'recounted':
      return total(event.contents);
    case 'bound':
    case 'unbound':
      return total(event.parts);
    case 'sent_back':
      return total(event.goods);
    case 'suggested':
      return null;
  }
}

function candidateView(
  { match, order, rma }: Ranked,
  { parcel }: StoredUnknown,
  shopNames: ReadonlyMap<string, string>,
): CandidateView {
  const places = rma ? awaitedPlaces(rma) : freePlaces(order);
  const fits = total(planBinding<string>(unboundGoods(parcel), places).parts);
  const titles = new Map(order.lines.map(({ sku, title }) => [sku, title]));
  return {
    kind: rma ? 'return' : 'order',
    rma: rma && { id: rma.rma_id, number: rma.number, review: rma.review, stage: rma.stage, openedAt: rma.opened_at },
    order: {
      id: order.order_id,
      externalId: order.external_id,
      channel: order.channel,
      shopName: shopNames.get(order.shop_id) ?? '',
    },
    buyer: { nick: maskedNick(order.nick), phoneTail: order.phone_tail },
    expected: match.candidate.expected.map(({ sku, quantity }) => ({ sku, title: titles.get(sku) ?? sku, quantity })),
    score: match.score,
    reasons: match.reasons,
    fits,
    obstacle: obstacleOf(rma, fits),
  };
}

/** What the command itself would answer: a return is granted first, and something has to fit. */
function obstacleOf(rma: Ranked['rma'], fits: number): CandidateView['obstacle'] {
  if (rma && rma.review !== 'approved') return { code: 'not_approved', review: rma.review };
  return fits === 0 ? { code: 'nothing_fits_there' } : null;
}
