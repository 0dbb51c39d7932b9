import { shanghaiText } from '../clock.ts';
import type { Happening, Trip } from '../road/road-book.ts';
import { coarseOf } from './words.ts';

/** A parcel as the vendor tells it, in answers and pushes: the whole history, oldest first. */
export function parcelBody(businessId: string, trip: Trip, scans: readonly Happening[], echo?: string) {
  const inTime = scans.toSorted((a, b) => a.at - b.at);
  const last = inTime.at(-1);
  const state = last?.code ?? '0';
  return {
    EBusinessID: businessId,
    OrderCode: '',
    ShipperCode: trip.courier,
    LogisticCode: trip.num,
    Success: true,
    Reason: inTime.length === 0 ? '暂无轨迹信息' : '',
    State: coarseOf(state),
    StateEx: state,
    Location: last?.location ?? '',
    Traces: inTime.map(({ at, code, text, location }) => ({
      AcceptTime: shanghaiText(at),
      AcceptStation: text,
      Location: location ?? '',
      Action: code,
    })),
    ...(echo === undefined ? {} : { CallBack: echo }),
  };
}
