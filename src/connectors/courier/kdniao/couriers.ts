import { courierCodes } from '../courier-codes.ts';

/** The vendor's ShipperCode of each courier (github.com/bububa/kdniao, config/const.go; not checked against the vendor's list). */
export const shippers = courierCodes({
  shunfeng: 'SF',
  zhongtong: 'ZTO',
  yuantong: 'YTO',
  shentong: 'STO',
  yunda: 'YD',
  huitongkuaidi: 'HTKY',
  ems: 'EMS',
  youzhengguonei: 'YZPY',
  jd: 'JD',
  debangkuaidi: 'DBL',
  jtexpress: 'JTSD',
});
