import { shanghaiText } from '../clock.ts';
import type { PushForm } from '../road/pusher.ts';
import type { Road } from '../road/road.ts';
import type { Happening, Subscriber } from '../road/road-book.ts';
import { signatureOf } from './signature.ts';
import { parcelBody } from './tracking.ts';

export type KdniaoAccount = { businessId: string; appKey: string };

/** 102 tells of parcels, 103 of visits; both are signed over the text of `RequestData`. */
export const pushForm = (road: Road, { businessId, appKey }: KdniaoAccount): PushForm => ({
  whole: true,
  compose: (subscriber, happenings, forgery) => {
    const entry =
      subscriber.about === 'parcel'
        ? tripEntry(road, businessId, subscriber, happenings)
        : visitEntry(road, businessId, subscriber, happenings);
    const requestData = JSON.stringify({
      EBusinessID: businessId,
      PushTime: shanghaiText(road.clock.now()),
      Count: '1',
      Data: [entry],
    });
    const form = new URLSearchParams({
      RequestData: requestData,
      RequestType: subscriber.about === 'parcel' ? '102' : '103',
    });
    if (forgery !== 'unsigned_push')
      form.set('DataSign', signatureOf(requestData, forgery === 'wrong_sign_push' ? `${appKey}?` : appKey));
    return {
      url: road.switches.pushUrl,
      contentType: 'application/x-www-form-urlencoded;charset=utf-8',
      body: form.toString(),
    };
  },
  accepts: (answer) =>
    typeof answer === 'object' &&
    answer !== null &&
    'Success' in answer &&
    answer.Success === true &&
    'EBusinessID' in answer,
});

function tripEntry({ book }: Road, businessId: string, { id, echo }: Subscriber, scans: readonly Happening[]) {
  const record = book.trip(id);
  return record ? parcelBody(businessId, record.trip, scans, echo) : {};
}

function visitEntry({ book }: Road, businessId: string, { id }: Subscriber, states: readonly Happening[]) {
  const record = book.visit(id);
  const last = states.at(-1);
  const assigned = states.some(({ code }) => code === '103');
  const taken = states.some(({ code }) => code === '104' || code === '301');
  return {
    EBusinessID: businessId,
    OrderCode: id,
    ShipperCode: record?.visit.courier ?? '',
    LogisticCode: taken ? (record?.visit.waybill ?? '') : '',
    State: last?.code ?? '',
    Reason: last?.text ?? '',
    PickerInfo: assigned ? [{ PersonName: '测试快递员', PersonTel: '13900000000' }] : [],
  };
}
