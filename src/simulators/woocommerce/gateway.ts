import type { CallFacts, FiredFault } from '../faults.ts';
import { answerAfter, badGateway, silence } from '../gateway-faults.ts';
import type { Call, Reply } from '../http-server.ts';
import { type Fields, fieldsOf } from '../steering-input.ts';
import { bookRefund } from './book-refund.ts';
import { faultStages, type WooFault } from './fault-kinds.ts';
import { listOrders } from './list-orders.ts';
import { ping } from './pushes.ts';
import { invalidParam, json, misplaced, noRoute, refusal } from './rest-answers.ts';
import { type Order, statuses, type Webhook } from './shapes.ts';
import { wireOrder, wireRefund, wireWebhook } from './wire.ts';
import { type Keys, refundsOf, saveOrder, type WooWorld } from './world.ts';

const prefix = '/wp-json/wc/v3/';

/** The REST interface. Behind the door that ends TLS, as it were: basic keys are taken. */
export async function answerGateway(world: WooWorld, call: Call): Promise<Reply> {
  if (!call.path.startsWith(prefix)) return noRoute;
  const parts = call.path.slice(prefix.length).replace(/\/$/, '').split('/');
  const keys = keysOf(world, call);
  if ('status' in keys) return keys;
  const isWrite = call.method !== 'GET';
  if (isWrite ? keys.permissions === 'read' : keys.permissions === 'write') {
    const message = `The API key provided does not have ${isWrite ? 'write' : 'read'} permissions.`;
    return refusal(401, 'woocommerce_rest_authentication_error', message);
  }
  const facts: CallFacts = { route: routeOf(call.method, parts), order: parts[0] === 'orders' ? parts[1] : undefined };
  const failure = world.faults.take(faultStages.before, facts);
  if (failure) return failedBefore(failure);
  const answer = await run(world, call, parts);
  return answerAfter(world.faults.take(faultStages.after, facts), answer);
}

/** `GET orders`, `GET order`, `POST refunds` …: the name of a route for faults. */
const routeOf = (method: string, parts: readonly string[]): string =>
  `${method} ${parts.length % 2 === 1 ? parts.at(-1) : parts.at(-2)?.replace(/s$/, '')}`;

async function run(world: WooWorld, call: Call, parts: readonly string[]): Promise<Reply> {
  const [resource, id = '', below, belowId = ''] = parts;
  if (resource === 'webhooks') return webhooks(world, call, id);
  if (resource !== 'orders' || parts.length > 4) return noRoute;
  if (parts.length === 1) return call.method === 'GET' ? listOrders(world, call.query) : noRoute;
  const order = world.book.orders.get(Number(id));
  if (below === undefined) return oneOrder(world, call, order);
  if (below !== 'refunds') return noRoute;
  return parts.length === 3 ? refunds(world, call, order) : oneRefund(world, call, order, Number(belowId));
}

function oneOrder(world: WooWorld, call: Call, order: Order | undefined): Reply {
  if (!order) return refusal(404, 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.');
  if (call.method === 'GET') return json(200, wireOrder(world, order));
  if (call.method !== 'PUT') return noRoute;
  const body = bodyOf(call);
  const status = statuses.find((one) => one === body?.['status']);
  if (!status) return invalidParam('status');
  const completed = status === 'completed' && order.completedAt === undefined ? { completedAt: world.clock.now() } : {};
  return json(200, wireOrder(world, saveOrder(world, order, { status, ...completed })));
}

const invalidOrder = misplaced(404, 'woocommerce_rest_invalid_order_id', 'Invalid order ID.');

function refunds(world: WooWorld, call: Call, order: Order | undefined): Reply {
  // The list below an order that is not there is an empty one.
  if (call.method === 'GET') {
    const all = order ? refundsOf(world, order).toReversed() : [];
    const perPage = Number(call.query.get('per_page') ?? 10);
    const page = Number(call.query.get('page') ?? 1);
    if (!Number.isInteger(perPage) || perPage < 1 || perPage > 100) return invalidParam('per_page');
    const shown = all.slice((page - 1) * perPage, page * perPage);
    return json(200, order ? shown.map((one) => wireRefund(world, one, order)) : [], {
      'X-WP-Total': String(all.length),
      'X-WP-TotalPages': String(Math.ceil(all.length / perPage)),
    });
  }
  if (call.method !== 'POST') return noRoute;
  if (!order) return invalidOrder;
  const body = bodyOf(call);
  return body ? bookRefund(world, order, body) : refusal(400, 'rest_invalid_json', 'Invalid JSON body passed.');
}

function oneRefund(world: WooWorld, call: Call, order: Order | undefined, id: number): Reply {
  const refund = world.book.refunds.get(id);
  if (!refund) return refusal(404, 'woocommerce_rest_shop_order_refund_invalid_id', 'Invalid ID.');
  if (!order) return invalidOrder;
  if (refund.orderId !== order.id) {
    return misplaced(404, 'woocommerce_rest_invalid_order_refund_id', 'Invalid order refund ID.');
  }
  if (call.method === 'GET') return json(200, wireRefund(world, refund, order));
  if (call.method !== 'DELETE' || call.query.get('force') !== 'true') return noRoute;
  world.book.record({ type: 'refund_deleted', id });
  saveOrder(world, order, {});
  return json(200, wireRefund(world, refund, order));
}

async function webhooks(world: WooWorld, call: Call, id: string): Promise<Reply> {
  if (call.method === 'GET' && id === '') return json(200, [...world.book.webhooks.values()].map(wireWebhook));
  const existing = world.book.webhooks.get(Number(id));
  if (id !== '') {
    if (!existing) return refusal(404, 'woocommerce_rest_shop_webhook_invalid_id', 'Invalid ID.');
    if (call.method === 'GET') return json(200, wireWebhook(existing));
    const status = (['active', 'paused', 'disabled'] as const).find((one) => one === bodyOf(call)?.['status']);
    if (call.method !== 'PUT' || !status) return invalidParam('status');
    const webhook = { ...existing, status, failures: 0 };
    world.book.record({ type: 'webhook_saved', webhook });
    return json(200, wireWebhook(webhook));
  }
  if (call.method !== 'POST') return noRoute;
  const body = bodyOf(call) ?? {};
  const { topic, delivery_url: deliveryUrl, secret, name } = body;
  if (typeof topic !== 'string' || !/^(order|action)\./.test(topic)) return invalidParam('topic');
  if (typeof deliveryUrl !== 'string' || !URL.canParse(deliveryUrl)) return invalidParam('delivery_url');
  return json(201, wireWebhook(await addWebhook(world, { topic, deliveryUrl, secret, name })));
}

/** A webhook whose address does not answer its trial is kept all the same; the shop's pages show the failure. */
export async function addWebhook(
  world: WooWorld,
  { topic, deliveryUrl, secret, name }: { topic: string; deliveryUrl: string; secret?: unknown; name?: unknown },
): Promise<Webhook> {
  const webhook: Webhook = {
    id: world.book.nextId(),
    name: typeof name === 'string' ? name : `Webhook for ${topic}`,
    topic,
    deliveryUrl,
    secret: typeof secret === 'string' && secret !== '' ? secret : 'wc_webhook_secret',
    status: 'active',
    failures: 0,
  };
  world.book.record({ type: 'webhook_saved', webhook });
  await ping(webhook);
  return webhook;
}

/** Without a key, or with one that nobody knows, a caller is a stranger; a wrong secret is told apart. */
function keysOf({ keys }: WooWorld, { headers, query }: Call): Keys | Reply {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
  const [user = '', password = ''] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : [];
  const consumerKey = query.get('consumer_key') ?? user;
  const consumerSecret = query.get('consumer_secret') ?? password;
  const known = keys.find((one) => one.consumerKey === consumerKey);
  if (!known) return stranger;
  return known.consumerSecret === consumerSecret
    ? known
    : refusal(401, 'woocommerce_rest_authentication_error', 'Consumer secret is invalid.');
}

const stranger = refusal(401, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.');

function bodyOf({ body }: Call): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
}

/** WooCommerce throttles nobody; what stands before it at the host does, and speaks no JSON. */
function failedBefore({ kind, seconds = 30 }: FiredFault<WooFault>): Reply {
  switch (kind) {
    case 'too_many_requests':
      return {
        status: 429,
        contentType: 'text/html',
        headers: { 'Retry-After': String(seconds) },
        body: '<html><body><h1>429 Too Many Requests</h1></body></html>',
      };
    case 'key_revoked':
      return stranger;
    case 'hang_before':
      return silence;
    default:
      return badGateway;
  }
}
