import type { Params } from '../form.ts';
import type { Reply } from '../http-server.ts';
import type { Fields } from '../steering-input.ts';
import { carriers } from './codes.ts';
import { jsonReply, paramOf, textOf } from './param.ts';
import type { Parcel } from './parcel-book.ts';
import { querySign } from './signature.ts';
import { trackingResult } from './tracking.ts';
import { failure, type Outcome, type TrackingResult } from './wire.ts';
import { type Kuaidi100World, queryFaults } from './world.ts';

const lockMs = 30 * 60_000;

/** `POST /poll/query.do` */
export function answerQuery(world: Kuaidi100World, params: Params): Reply {
  const param = params.get('param') ?? '';
  const { key, customer } = world.account;
  const sign = querySign(param, key, customer, params.get('signType'));
  if (sign === undefined || params.get('sign') !== sign || params.get('customer') !== customer) {
    return jsonReply(failure('503', '验证签名失败'));
  }
  const fields = paramOf(param);
  const fault = world.faults.take(queryFaults, { com: textOf(fields, 'com'), num: textOf(fields, 'num') });
  if (fault?.kind === 'hang') return { ...jsonReply({}), delivery: { kind: 'never' } };
  if (fault?.kind === 'server_error') return { status: 502, contentType: 'text/html', body: '<html>502</html>' };
  if (fault) return jsonReply(failure('502', '服务器繁忙'));
  return jsonReply(track(world, fields));
}

function track(world: Kuaidi100World, fields: Fields): TrackingResult | Outcome {
  const com = textOf(fields, 'com');
  const num = textOf(fields, 'num');
  if (!carriers[com] || num.length < 6 || num.length > 32) return failure('400', '提交的数据不完整，或者贵公司没授权');
  const found = world.book.parcel(num);
  if (!showsPhone(com, textOf(fields, 'phone'), found?.parcel)) return failure('408', '快递公司参数异常：验证码错误');
  if (world.switches.queryLock && locked(world, com, num)) return failure('601', '同一单号查询过于频繁，KEY已被锁定');
  if (!found || found.parcel.com !== com || found.scans.length === 0) {
    return failure('500', '查询无结果，请隔段时间再查');
  }
  const result = trackingResult(found.parcel, found.scans, textOf(fields, 'resultv2'));
  return textOf(fields, 'order') === 'asc' ? { ...result, data: result.data.toReversed() } : result;
}

/** SF and ZTO want the last digits of a phone that belongs to the parcel; the others do not look. */
function showsPhone(com: string, phone: string, parcel: Parcel | undefined): boolean {
  if (!carriers[com]?.asksPhone) return true;
  if (phone.length < 4) return false;
  return parcel?.phone === undefined || parcel.phone.slice(-4) === phone.slice(-4);
}

function locked({ clock, queriedAt }: Kuaidi100World, com: string, num: string): boolean {
  const last = queriedAt.get(`${com}/${num}`);
  if (last !== undefined && clock.now() - last < lockMs) return true;
  queriedAt.set(`${com}/${num}`, clock.now());
  return false;
}
