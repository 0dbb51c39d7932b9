/** Couriers by the codes of Kuaidi100, with the beginning of the names under which platforms and people know them. */
const codes: readonly (readonly [RegExp, string])[] = [
  [/^(顺丰|SF\b)/i, 'shunfeng'],
  [/^(中通|ZTO\b)/i, 'zhongtong'],
  [/^(圆通|YTO\b)/i, 'yuantong'],
  [/^(韵达|YUNDA\b)/i, 'yunda'],
  [/^(申通|STO\b)/i, 'shentong'],
  [/^(极兔|J&T)/i, 'jtexpress'],
  [/^(京东|JD\b)/i, 'jd'],
  [/^EMS\b/i, 'ems'],
  [/^(中国)?邮政.*(电商|标快)/, 'youzhengdsbk'],
  [/^(中国)?邮政/, 'youzhengguonei'],
  [/^德邦物流/, 'debangwuliu'],
  [/^(德邦|DEPPON\b)/i, 'debangkuaidi'],
  [/^(菜鸟|丹鸟)/, 'danniao'],
  [/^宅急送/, 'zhaijisong'],
  [/^(百世|汇通)/, 'huitongkuaidi'],
];

/** The code of a courier that a platform calls by its name. A name that nobody knows stays what it is. */
export const courierNamed = (name: string): string =>
  codes.find(([beginning]) => beginning.test(name.trim()))?.[1] ?? name.trim();
