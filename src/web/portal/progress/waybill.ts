import { waybill } from '../../../contract/common.ts';
import type { Language } from '../../../contract/people.ts';
import { courierCandidates } from '../../../domain/parcels/waybills.ts';

/** Couriers by the codes of Kuaidi100, the ones that most buyers use first. */
export const couriers = [
  { code: 'shunfeng', zh: '顺丰速运', en: 'SF Express' },
  { code: 'zhongtong', zh: '中通快递', en: 'ZTO Express' },
  { code: 'yuantong', zh: '圆通速递', en: 'YTO Express' },
  { code: 'yunda', zh: '韵达快递', en: 'Yunda Express' },
  { code: 'shentong', zh: '申通快递', en: 'STO Express' },
  { code: 'jtexpress', zh: '极兔速递', en: 'J&T Express' },
  { code: 'jd', zh: '京东物流', en: 'JD Logistics' },
  { code: 'ems', zh: 'EMS', en: 'EMS' },
  { code: 'youzhengguonei', zh: '邮政快递包裹', en: 'China Post parcels' },
  { code: 'debangkuaidi', zh: '德邦快递', en: 'Deppon Express' },
  { code: 'danniao', zh: '菜鸟速递', en: 'Cainiao Express' },
  { code: 'zhaijisong', zh: '宅急送', en: 'ZJS Express' },
] as const;

type CourierCode = (typeof couriers)[number]['code'];

export const courierName = (code: string, language: Language): string => {
  const courier = couriers.find((each) => each.code === code);
  return courier ? courier[language === 'en' ? 'en' : 'zh'] : code;
};

export type WaybillFault = 'empty' | 'too_short' | 'too_long' | 'wrong_character' | 'phone_number' | 'order_number';

type WaybillVerdict = { ok: true; waybill: string } | { ok: false; fault: WaybillFault };

/** Reads a number as people paste it: with blanks, in small letters. */
export function readWaybill(typed: string, orderNumber: string): WaybillVerdict {
  const number = typed.replace(/[\s\u3000]+/g, '').toUpperCase();
  if (number === '') return { ok: false, fault: 'empty' };
  if (!/^[0-9A-Z-]+$/.test(number)) return { ok: false, fault: 'wrong_character' };
  if (number === orderNumber.toUpperCase()) return { ok: false, fault: 'order_number' };
  // The sender's phone stands beside the waybill on the same slip. No courier's numbers have eleven digits.
  if (/^1[3-9]\d{9}$/.test(number)) return { ok: false, fault: 'phone_number' };
  const read = waybill.safeParse(number);
  if (read.success) return { ok: true, waybill: read.data };
  return { ok: false, fault: number.length < 6 ? 'too_short' : 'too_long' };
}

/** What letters at its beginning say of a number. Plain digits are shared by several couriers, so they prove nothing. */
export function courierOfMark(number: string): CourierCode | undefined {
  const marked = courierCandidates(number).find(({ weight }) => weight === 3)?.courier;
  return couriers.find(({ code }) => code === marked)?.code;
}
