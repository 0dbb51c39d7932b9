import { shanghaiText } from '../clock.ts';
import type { Road } from '../road/road.ts';
import type { Fields } from '../steering-input.ts';

export type Service =
  | { kind: 'done'; msgData: unknown; tell?: string }
  | { kind: 'refused'; code: string; message: string };

type Run = (road: Road, fields: Fields) => Service;

const textOf = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const listOf = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter((item): item is Fields => typeof item === 'object' && item !== null) : [];
const done = (msgData: unknown): Service => ({ kind: 'done', msgData });
const refused = (code: string, message: string): Service => ({ kind: 'refused', code, message });

export const services: Readonly<Record<string, Run>> = {
  EXP_RECE_SEARCH_ROUTES: searchRoutes,
  EXP_RECE_REGISTER_ROUTE: registerRoute,
  EXP_RECE_CREATE_ORDER: createOrder,
  EXP_RECE_SEARCH_ORDER_RESP: searchOrder,
  EXP_RECE_UPDATE_ORDER: updateOrder,
  EXP_RECE_WANTED_INTERCEPT: intercept,
};

/** Ten numbers at most; a parcel whose phone the caller does not know has no routes, and nobody says why. */
function searchRoutes({ book }: Road, fields: Fields): Service {
  const numbers = fields['trackingNumber'];
  if (!Array.isArray(numbers) || numbers.length === 0) return refused('S0002', '必填参数 trackingNumber 为空');
  if (numbers.length > 10) return refused('8003', '查询单号超过最大限制');
  const phone = textOf(fields, 'checkPhoneNo');
  const routeResps = numbers.map(String).map((mailNo) => {
    const record = book.trip(mailNo);
    const knows = record?.trip.phone === undefined || record.trip.phone.slice(-4) === phone;
    const scans = record && knows ? record.scans.toSorted((a, b) => a.at - b.at) : [];
    const routes = scans.map(({ at, text, code, location }) => ({
      acceptTime: shanghaiText(at),
      acceptAddress: location ?? '',
      remark: text,
      opCode: code,
    }));
    return { mailNo, routes: routes.length === 0 && !record ? routesOfVisit(book, mailNo) : routes };
  });
  return done({ routeResps });
}

/** A parcel that a courier has fetched has its first route although nobody has scanned it elsewhere. */
function routesOfVisit(book: Road['book'], waybill: string) {
  const record = [...book.visits()].find(({ visit }) => visit.waybill === waybill);
  const taken = record?.states.find(({ code }) => code === '05-40003');
  return taken
    ? [{ acceptTime: shanghaiText(taken.at), acceptAddress: '', remark: '顺丰速运 已收取快件', opCode: '50' }]
    : [];
}

function registerRoute({ book, clock, switches }: Road, fields: Fields): Service {
  const id = textOf(fields, 'attributeNo');
  if (id === '') return refused('S0002', '必填参数 attributeNo 为空');
  const topic = { about: 'parcel', id } as const;
  if (!book.subscriber(topic))
    book.record({ type: 'subscribed', ...topic, firstPushAt: clock.now() + switches.firstPushDelayMs });
  return done({ attributeNo: id });
}

const place = ['contact', 'mobile', 'province', 'city', 'county', 'address'];

function createOrder({ book, clock }: Road, fields: Fields): Service {
  const orderId = textOf(fields, 'orderId');
  const contacts = listOf(fields['contactInfoList']);
  if (orderId === '' || listOf(fields['cargoDetails']).length === 0) return refused('S0002', '必填参数为空');
  for (const type of ['1', '2']) {
    const contact = contacts.find((one) => textOf(one, 'contactType') === type);
    if (!contact || place.some((name) => textOf(contact, name) === '')) return refused('1010', '地址信息不完整');
  }
  if (textOf(fields, 'monthlyCard') !== '7551234567') return refused('8119', '月结卡号不合法');
  if (book.visit(orderId)) return refused('8016', '重复下单');
  const waybill = `SF7${String(clock.now()).slice(-12)}`;
  book.record({
    type: 'visit_booked',
    visit: { orderId, courier: 'SF', waybill, bookedAt: clock.now(), content: fields },
  });
  book.record({ type: 'subscribed', about: 'visit', id: orderId, firstPushAt: clock.now() });
  return done(orderAnswer(orderId, waybill));
}

const orderAnswer = (orderId: string, waybill: string) => ({
  orderId,
  originCode: '021',
  destCode: '571',
  filterResult: 2,
  remark: '',
  waybillNoInfoList: [{ waybillType: 1, waybillNo: waybill }],
});

function searchOrder({ book }: Road, fields: Fields): Service {
  const record = book.visit(textOf(fields, 'orderId'));
  return record ? done(orderAnswer(record.visit.orderId, record.visit.waybill)) : refused('8018', '未获取到订单信息');
}

function updateOrder({ book, clock }: Road, fields: Fields): Service {
  const orderId = textOf(fields, 'orderId');
  const record = book.visit(orderId);
  if (!record) return refused('8018', '未获取到订单信息');
  if (textOf(fields, 'dealType') !== '2') return refused('S0007', 'dealType 不正确');
  const codes = record.states.map(({ code }) => code);
  if (codes.includes('05-40003')) return refused('8252', '订单已确认，不能取消');
  if (codes.includes('00-2000')) return refused('8037', '订单已取消');
  const state = { at: clock.now(), code: '00-2000', text: '客户已取消订单' };
  book.record({ type: 'visit_moved', orderId, state });
  return { kind: 'done', msgData: { orderId, resStatus: 2 }, tell: orderId };
}

/** Between the pick-up and the delivery, and once for a waybill. */
function intercept({ book, clock }: Road, fields: Fields): Service {
  const num = textOf(fields, 'waybillNo');
  const record = book.trip(num);
  if (!record || record.scans.length === 0) return refused('8191', '运单号不合法');
  if (record.scans.some(({ code }) => code === '80' || code === '8000')) return refused('8247', '运单已签收');
  if (record.interceptedAt !== undefined) return refused('8253', '该运单已发起过截转退');
  if (typeof fields['newDestAddress'] !== 'object') return refused('S0002', '必填参数 newDestAddress 为空');
  book.record({ type: 'intercepted', num, at: clock.now() });
  return done({ waybillNo: num });
}
