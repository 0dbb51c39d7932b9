import type { Words } from '../road/road-steering.ts';

/** 物流状态 (StateEx, Action): the vendor's codes and what it says beside them. */
export const scanWords: Words = {
  '0': '暂无轨迹信息',
  '1': '快递员已揽收',
  '10': '待揽件',
  '2': '快件在途中',
  '201': '到达派件城市',
  '202': '正在派件',
  '211': '已放入快递柜或驿站',
  '3': '已签收',
  '301': '正常签收',
  '302': '派件异常后签收',
  '304': '代收点签收',
  '311': '已取出快递柜或驿站',
  '4': '问题件',
  '401': '发货无信息',
  '402': '超时未签收',
  '403': '超时未更新',
  '404': '收件人拒收',
  '405': '派件异常',
  '406': '退货签收',
  '407': '退货未签收',
  '412': '快递柜或驿站超时未取',
};

/** 取件状态: no public list was found, so these are this simulator's. */
export const visitWords: Words = {
  '99': '下单失败',
  '102': '网点已接单',
  '103': '快递员已接单',
  '104': '快递员已取件',
  '203': '订单已取消',
  '206': '虚假揽件',
  '301': '已揽件',
};

export const shippers: ReadonlySet<string> = new Set([
  'SF',
  'ZTO',
  'YTO',
  'STO',
  'YD',
  'HTKY',
  'EMS',
  'YZPY',
  'JD',
  'DBL',
  'JTSD',
]);

/** The coarse state that a fine one belongs to. */
export const coarseOf = (code: string): string => code.slice(0, 1) || '0';
