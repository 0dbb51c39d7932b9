import { shanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { type Fields, optionalNumberIn, optionalTextIn, textIn } from '../steering-input.ts';
import { onlyFields, optionalDateIn, optionalFenIn, optionalIdIn, optionalYuanIn } from '../steering-shapes.ts';
import { yuanOf } from '../yuan.ts';
import { type Application, type CustomerExpect, customerExpects, type Order, type Service } from './shapes.ts';
import { fen, isOpen, isPending, type JdWorld } from './world.ts';

const firstServiceId = 9_287_123_456_700_000n;
const firstApplicationId = 9_318_123_456_700_000n;
const auditMs = 48 * 3_600_000;

function orderIn({ book }: JdWorld, fields: Fields): Order {
  const order = book.orders.get(textIn(fields, 'orderId'));
  if (!order) throw new SteeringError(404, 'no such order');
  return order;
}

const paidFor = (order: Order): bigint => fen(order.orderPayment) + fen(order.balanceUsed);

function refundedOf({ book }: JdWorld, orderId: string): bigint {
  return [...book.payments.values()]
    .filter((payment) => payment.orderId === orderId)
    .reduce((sum, { amount }) => sum + fen(amount), 0n);
}

/** A return, an exchange or a repair, once the goods are on their way to the buyer. */
export function newService(world: JdWorld, fields: Fields): Service {
  onlyFields(fields, [
    'serviceId',
    'orderId',
    'skuId',
    'customerExpect',
    'serviceCount',
    'amount',
    'questionTypeCid2Name',
    'questionDesc',
  ]);
  const order = orderIn(world, fields);
  if (order.orderState !== 'WAIT_GOODS_RECEIVE_CONFIRM' && order.orderState !== 'FINISHED_L') {
    throw new SteeringError(409, 'the order is not shipped: apply for a refund');
  }
  const skuId = optionalIdIn(fields, 'skuId') ?? order.itemInfoList[0]?.skuId;
  const item = order.itemInfoList.find((candidate) => candidate.skuId === skuId);
  if (!item) throw new SteeringError(404, `the order has no article ${skuId}`);
  const serviceCount = optionalNumberIn(fields, 'serviceCount') ?? Number(item.itemTotal);
  const earlier = [...world.book.services.values()].filter((one) => one.orderId === order.orderId);
  const taken = earlier
    .filter((one) => one.skuId === skuId && (isOpen(one) || one.serviceStatus === 10010))
    .reduce((sum, one) => sum + one.serviceCount, 0);
  if (!Number.isInteger(serviceCount) || serviceCount < 1 || serviceCount + taken > Number(item.itemTotal)) {
    throw new SteeringError(409, 'more units than were bought and are not in a service');
  }
  const amount = optionalYuanIn(fields, 'amount') ?? yuanOf(fen(item.jdPrice) * BigInt(serviceCount));
  if (fen(amount) + refundedOf(world, order.orderId) > paidFor(order)) {
    throw new SteeringError(409, 'more is asked for than was paid');
  }
  const now = world.clock.now();
  const number = BigInt(world.book.services.size) * 10n;
  return {
    serviceId: optionalIdIn(fields, 'serviceId') ?? String(firstServiceId + number),
    applyId: String(firstServiceId - 5_000_000_000_000n + number),
    applyDetailId: String(181_234_567n + number),
    orderId: order.orderId,
    venderId: order.venderId,
    skuId: item.skuId,
    wareName: item.skuName,
    serviceCount,
    amount,
    customerExpect: expectIn(fields),
    serviceStatus: 10001,
    questionTypeCid1: 600,
    questionTypeCid2: 601,
    questionTypeCid2Name: optionalTextIn(fields, 'questionTypeCid2Name') ?? '七天无理由退货',
    questionDesc: optionalTextIn(fields, 'questionDesc') ?? '',
    applyTime: now,
    updateDate: now,
    auditOvertime: now + auditMs,
    sysVersion: 0,
  };
}

function expectIn(fields: Fields): CustomerExpect {
  const wanted = optionalNumberIn(fields, 'customerExpect') ?? 10;
  const known = [10, 20, 30, 80, 90] as const;
  const expect = known.find((code) => code === wanted);
  if (expect === undefined) {
    const list = known.map((code) => `${code} ${customerExpects[code]}`).join(', ');
    throw new SteeringError(400, `"customerExpect" is one of ${list}`);
  }
  return expect;
}

/** Money back for a whole order, meant for one that has not arrived. Until when JD takes it is not documented. */
export function newApplication(world: JdWorld, fields: Fields): Application {
  onlyFields(fields, ['id', 'orderId', 'applyRefundSum', 'reason', 'applyTime']);
  const order = orderIn(world, fields);
  if (order.orderState === 'TRADE_CANCELED') throw new SteeringError(409, 'the order is cancelled');
  const earlier = [...world.book.applications.values()].filter(({ orderId }) => orderId === order.orderId);
  if (earlier.some(isPending)) throw new SteeringError(409, 'the order has an application under way');
  const left = paidFor(order) - refundedOf(world, order.orderId);
  const applyRefundSum = optionalFenIn(fields, 'applyRefundSum') ?? String(left);
  if (BigInt(applyRefundSum) > left) throw new SteeringError(409, 'more is asked for than was paid');
  return {
    id: optionalIdIn(fields, 'id') ?? String(firstApplicationId + BigInt(world.book.applications.size) * 10n),
    orderId: order.orderId,
    venderId: order.venderId,
    buyerId: order.pin,
    buyerName: order.consigneeInfo.fullname ?? '张**',
    applyTime: optionalDateIn(fields, 'applyTime') ?? shanghaiText(world.clock.now()),
    applyRefundSum,
    status: 0,
    reason: optionalTextIn(fields, 'reason') ?? '不想要了',
  };
}
