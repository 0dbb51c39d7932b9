import { randomUUID } from 'node:crypto';
import { shanghaiText } from '../clock.ts';
import type { PushForm } from '../road/pusher.ts';
import type { Road } from '../road/road.ts';
import type { Happening, Subscriber } from '../road/road-book.ts';

/** JSON without any signature, to the address that stands in the console; each route once. */
export const pushForm = (road: Road): PushForm => ({
  whole: false,
  compose: (subscriber, happenings, forgery) => ({
    url: forgedAddress(road.switches.pushUrl, forgery),
    contentType: 'application/json;charset=UTF-8',
    body: JSON.stringify(
      subscriber.about === 'parcel'
        ? { Body: { WaybillRoute: happenings.map((route) => routeEntry(road, subscriber, route)) } }
        : {
            requestId: randomUUID().replaceAll('-', ''),
            timestamp: road.clock.now(),
            orderState: happenings.map((state) => orderEntry(road, subscriber, state)),
          },
    ),
  }),
  accepts: (answer) =>
    typeof answer === 'object' &&
    answer !== null &&
    (('return_code' in answer && answer.return_code === '0000') || ('success' in answer && answer.success === 'true')),
});

/** Who does not know the address calls another one. */
function forgedAddress(pushUrl: string, forgery: string | undefined): string {
  const url = new URL(pushUrl);
  if (forgery === 'unsigned_push') url.search = '';
  if (forgery === 'wrong_sign_push') for (const name of url.searchParams.keys()) url.searchParams.set(name, 'guessed');
  return url.toString();
}

function routeEntry({ book }: Road, { id }: Subscriber, route: Happening) {
  const place = book.trip(id)?.scans.indexOf(route) ?? 0;
  return {
    // Fifteen digits that are the route's for ever.
    id: `${id.replace(/\D/g, '').slice(-12).padStart(12, '1')}${String(place).padStart(3, '0')}`,
    mailno: id,
    orderid: '',
    acceptTime: shanghaiText(route.at),
    acceptAddress: route.location ?? '',
    remark: route.text,
    opCode: route.code,
    reasonCode: '',
    reasonName: '',
  };
}

function orderEntry({ book }: Road, { id }: Subscriber, state: Happening) {
  const record = book.visit(id);
  const hasCourier = state.code.startsWith('04-40001') || state.code.startsWith('05');
  return {
    orderNo: id,
    waybillNo: record?.visit.waybill ?? '',
    orderStateCode: state.code,
    orderStateDesc: state.text,
    empCode: hasCourier ? '500003' : '',
    empPhone: hasCourier ? '13600000003' : '',
    netCode: '755FG',
    lastTime: shanghaiText(state.at),
    bookTime: '',
    carrierCode: 'SF',
    createTm: shanghaiText(state.at),
  };
}
