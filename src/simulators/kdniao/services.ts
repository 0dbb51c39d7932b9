import { shanghaiText } from '../clock.ts';
import type { Road } from '../road/road.ts';
import type { Fields } from '../steering-input.ts';
import { parcelBody } from './tracking.ts';
import { shippers } from './words.ts';

type Service = { kind: 'done'; body: object; tell?: string } | { kind: 'refused'; code: string; reason: string };

const textOf = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const refused = (code: string, reason: string): Service => ({ kind: 'refused', code, reason });

const routes: Readonly<Record<string, (road: Road, fields: Fields) => Service>> = {
  '/Ebusiness/EbusinessOrderHandle.aspx 1002': query,
  '/Ebusiness/EbusinessOrderHandle.aspx 8001': query,
  '/api/dist 1008': subscribe,
  '/api/dist 8008': subscribe,
  '/api/OOrderService 1801': book,
  '/api/OOrderService 1802': cancel,
};

export function answerService(road: Road, path: string, requestType: string, fields: Fields): Service {
  return routes[`${path} ${requestType}`]?.(road, fields) ?? refused('105', '请求指令不正确');
}

function query({ book }: Road, fields: Fields): Service {
  const courier = textOf(fields, 'ShipperCode');
  const num = textOf(fields, 'LogisticCode');
  if (!shippers.has(courier) || num === '') return refused('101', '缺少必要参数');
  const record = book.trip(num);
  const phone = record?.trip.phone;
  const knows = courier !== 'SF' || phone === undefined || phone.slice(-4) === textOf(fields, 'CustomerName');
  const trip = record?.trip ?? { courier, num, startedAt: 0, timeline: [] };
  const scans = record && record.trip.courier === courier && knows ? record.scans : [];
  const { EBusinessID: _, ...body } = parcelBody('', { ...trip, courier }, scans);
  return { kind: 'done', body };
}

function subscribe({ book, clock, switches }: Road, fields: Fields): Service {
  const courier = textOf(fields, 'ShipperCode');
  const id = textOf(fields, 'LogisticCode');
  if (!shippers.has(courier) || id === '') return refused('101', '缺少必要参数');
  const topic = { about: 'parcel', id } as const;
  if (!book.subscriber(topic)) {
    const echo = textOf(fields, 'Callback');
    const firstPushAt = clock.now() + switches.firstPushDelayMs;
    book.record({ type: 'subscribed', ...topic, firstPushAt, ...(echo ? { echo } : {}) });
  }
  return { kind: 'done', body: { UpdateTime: shanghaiText(clock.now()), Success: true, Reason: '' } };
}

const doorstep = ['Name', 'Mobile', 'ProvinceName', 'CityName', 'ExpAreaName', 'Address'];

function book({ book, clock }: Road, fields: Fields): Service {
  const orderId = textOf(fields, 'OrderCode');
  const courier = textOf(fields, 'ShipperCode');
  const isWhole = (place: unknown): boolean =>
    typeof place === 'object' && place !== null && doorstep.every((name) => textOf(place as Fields, name) !== '');
  const goods = fields['Commodity'];
  if (orderId === '' || orderId.length > 30 || !shippers.has(courier)) return refused('101', '缺少必要参数');
  if (!isWhole(fields['Sender']) || !isWhole(fields['Receiver'])) return refused('101', '收寄件人信息不完整');
  if (!Array.isArray(goods) || goods.length === 0 || textOf(fields, 'Quantity') === '')
    return refused('101', '缺少必要参数');
  if (book.visit(orderId)) return refused('106', '订单号不可重复提交');
  const waybill = `${courier}${String(clock.now()).slice(-13)}`;
  book.record({ type: 'visit_booked', visit: { orderId, courier, waybill, bookedAt: clock.now(), content: fields } });
  book.record({ type: 'subscribed', about: 'visit', id: orderId, firstPushAt: clock.now() });
  const order = { OrderCode: orderId, ShipperCode: courier };
  return { kind: 'done', body: { Success: true, ResultCode: '100', Reason: '成功', Order: order } };
}

function cancel({ book, clock }: Road, fields: Fields): Service {
  const orderId = textOf(fields, 'OrderCode');
  const record = book.visit(orderId);
  if (!record) return refused('105', '订单不存在');
  const codes = record.states.map(({ code }) => code);
  if (codes.some((code) => code === '104' || code === '301')) return refused('105', '已揽件，不可取消');
  const done: Service = { kind: 'done', body: { Success: true, ResultCode: '100', Reason: '成功' } };
  if (codes.includes('203')) return done;
  const state = { at: clock.now(), code: '203', text: '订单已取消' };
  book.record({ type: 'visit_moved', orderId, state });
  return { ...done, tell: orderId };
}
