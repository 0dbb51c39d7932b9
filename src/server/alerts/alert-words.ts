import type { AlertKind } from '../../domain/alerts/alert-kinds.ts';

type Say = { title: (waybill: string, hours: number) => string };

/** What a notice says of each kind. Those of a screen are in the locales. */
const zh: Record<AlertKind, Say['title']> = {
  not_handed_over: (waybill, hours) => `${waybill} 登记 ${hours} 小时还没有揽收`,
  no_movement: (waybill, hours) => `${waybill} ${hours} 小时没有物流更新`,
  late: (waybill, hours) => `${waybill} 在路上 ${hours} 小时还没有到`,
  suspected_lost: (waybill, hours) => `${waybill} 疑似丢件，${hours} 小时没有物流更新`,
  damaged: (waybill) => `${waybill} 快递说破损`,
  refused: (waybill) => `${waybill} 被拒收`,
  going_back: (waybill) => `${waybill} 正在退回买家`,
  delivery_problem: (waybill) => `${waybill} 派送异常`,
  contradictory: (waybill) => `${waybill} 几家快递服务说法不一`,
  seen_after_end: (waybill) => `${waybill} 签收后又有物流`,
  not_booked_in: (waybill, hours) => `${waybill} 签收 ${hours} 小时还没有收货登记`,
  weight_differs: (waybill) => `${waybill} 重量和货品对不上`,
  unknown_waiting: (waybill, hours) => `无主件 ${waybill} 放了 ${hours} 小时还没有认领`,
};

const en: Record<AlertKind, Say['title']> = {
  not_handed_over: (waybill, hours) => `${waybill}: not handed to a courier for ${hours} h`,
  no_movement: (waybill, hours) => `${waybill}: no news for ${hours} h`,
  late: (waybill, hours) => `${waybill}: on the road for ${hours} h`,
  suspected_lost: (waybill, hours) => `${waybill}: probably lost, no news for ${hours} h`,
  damaged: (waybill) => `${waybill}: damaged, says the courier`,
  refused: (waybill) => `${waybill}: refused`,
  going_back: (waybill) => `${waybill}: on its way back to the buyer`,
  delivery_problem: (waybill) => `${waybill}: delivery problem`,
  contradictory: (waybill) => `${waybill}: courier services contradict each other`,
  seen_after_end: (waybill) => `${waybill}: seen on the road after its end`,
  not_booked_in: (waybill, hours) => `${waybill}: delivered ${hours} h ago and not booked in`,
  weight_differs: (waybill) => `${waybill}: its weight does not fit the goods`,
  unknown_waiting: (waybill, hours) => `Unknown parcel ${waybill}: without an owner for ${hours} h`,
};

export const alertWords = {
  zh: {
    title: zh,
    up: { 2: '升级到主管：', 3: '升级到经理：' },
    rma: (numbers: string) => `退货单 ${numbers}`,
    owner: (name: string) => `负责人 ${name}`,
    nobody: '还没有人接手',
    above: (names: string) => `请 ${names} 处理`,
    between: '、',
    noNumber: '没有运单号',
  },
  en: {
    title: en,
    up: { 2: 'For supervisors: ', 3: 'For the manager: ' },
    rma: (numbers: string) => `Return ${numbers}`,
    owner: (name: string) => `Owner: ${name}`,
    nobody: 'Nobody has taken it',
    above: (names: string) => `To be seen to by ${names}`,
    between: ', ',
    noNumber: 'without a number',
  },
} as const;
