import { createHash } from 'node:crypto';
import { callBytes } from '../intake/connection.ts';
import { waybillOf } from './seed.ts';

/** What the courier service and the merchant share. Thrown away with the database. */
export const SALT = 'bench-salt';

/** The way of a parcel as Kuaidi100 pushes it, whole and newest first: eight scans, the last of them at our door. */
const WAY = [
  ['1', '揽收', '【上海】快件已被揽收'],
  ['0', '在途', '【上海】快件已从 浦东分部 发出'],
  ['0', '在途', '【上海】快件到达 上海转运中心'],
  ['0', '在途', '【上海】快件已从 上海转运中心 发往 杭州转运中心'],
  ['0', '在途', '【杭州】快件到达 杭州转运中心'],
  ['0', '在途', '【杭州】快件到达 余杭分部'],
  ['5', '派件', '【杭州】快件正在派送途中'],
  ['3', '签收', '【杭州】已签收，签收人：仓库前台'],
] as const;

/** The bytes of the call that tells all of one parcel. */
export function pushBytes(address: string, serial: number): Buffer {
  const data = WAY.map(([statusCode, status, context], hour) => ({
    time: `2026-11-2${1 + Math.floor(hour / 4)} ${String(8 + hour).padStart(2, '0')}:00:00`,
    ftime: `2026-11-2${1 + Math.floor(hour / 4)} ${String(8 + hour).padStart(2, '0')}:00:00`,
    context,
    status,
    statusCode,
    areaCode: 'CN330100000000',
    areaName: '浙江,杭州市',
  }));
  const lastResult = {
    message: 'ok',
    nu: waybillOf(serial),
    ischeck: '1',
    com: 'yuantong',
    status: '200',
    state: '3',
    data: data.toReversed(),
  };
  const param = JSON.stringify({
    status: 'shutdown',
    billstatus: 'check',
    message: '',
    autoCheck: '0',
    comOld: '',
    comNew: '',
    lastResult,
  });
  const sign = createHash('md5').update(`${param}${SALT}`).digest('hex').toUpperCase();
  const body = Buffer.from(new URLSearchParams({ sign, param }).toString());
  return callBytes(address, { 'content-type': 'application/x-www-form-urlencoded' }, body);
}
