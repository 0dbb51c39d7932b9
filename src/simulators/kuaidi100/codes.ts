export type Carrier = {
  /** Numbers that the automatic recognition takes for this carrier's. */
  numbers: RegExp;
  /** Wants four digits of the sender's or the receiver's phone before it shows anything. */
  asksPhone: boolean;
};

export const carriers: Readonly<Record<string, Carrier>> = {
  shunfeng: { numbers: /^SF\d{12,13}$/, asksPhone: true },
  zhongtong: { numbers: /^7[358]\d{12}$/, asksPhone: true },
  yuantong: { numbers: /^YT\d{13}$/, asksPhone: false },
  shentong: { numbers: /^77\d{13}$/, asksPhone: false },
  yunda: { numbers: /^4\d{14}$/, asksPhone: false },
  jtexpress: { numbers: /^JT\d{13}$/, asksPhone: false },
  jd: { numbers: /^JD[A-Z0-9]{11,14}$/, asksPhone: false },
  ems: { numbers: /^1[01]\d{11}$/, asksPhone: false },
  youzhengguonei: { numbers: /^99\d{11}$/, asksPhone: false },
  youzhengdsbk: { numbers: /^98\d{11}$/, asksPhone: false },
  debangkuaidi: { numbers: /^DPK\d{12}$/, asksPhone: false },
  debangwuliu: { numbers: /^DPL\d{12}$/, asksPhone: false },
  huitongkuaidi: { numbers: /^A\d{13}$/, asksPhone: false },
  zhaijisong: { numbers: /^ZJS\d{12}$/, asksPhone: false },
  danniao: { numbers: /^CN\d{13}$/, asksPhone: false },
};

/** The advanced states: what `statusCode` says, in words, and the basic `state` it belongs to. */
export const statuses: Readonly<Record<string, { name: string; state: string }>> = {
  '101': { name: '已下单', state: '1' },
  '102': { name: '待揽收', state: '1' },
  '103': { name: '已揽收', state: '1' },
  '0': { name: '在途', state: '0' },
  '1001': { name: '到达派件城市', state: '0' },
  '1002': { name: '干线', state: '0' },
  '1003': { name: '转递', state: '0' },
  '1': { name: '揽收', state: '1' },
  '2': { name: '疑难', state: '2' },
  '5': { name: '派件', state: '5' },
  '501': { name: '投柜或驿站', state: '5' },
  '3': { name: '签收', state: '3' },
  '301': { name: '本人签收', state: '3' },
  '302': { name: '派件异常后签收', state: '3' },
  '303': { name: '代签', state: '3' },
  '304': { name: '投柜或驿站签收', state: '3' },
  '4': { name: '退签', state: '4' },
  '401': { name: '已销单', state: '4' },
  '6': { name: '退回', state: '6' },
  '7': { name: '转投', state: '7' },
  '14': { name: '拒签', state: '14' },
  '201': { name: '超时未签收', state: '2' },
  '202': { name: '超时未更新', state: '2' },
  '203': { name: '拒收', state: '2' },
  '204': { name: '派件异常', state: '2' },
  '205': { name: '柜或驿站超时未取', state: '2' },
  '206': { name: '无法联系', state: '2' },
  '207': { name: '超区', state: '2' },
  '208': { name: '滞留', state: '2' },
  '209': { name: '破损', state: '2' },
  '210': { name: '销单', state: '2' },
};

/** Tracking stops after these: delivered to somebody, be it the receiver or, on its way back, the sender. */
export const finalStates: ReadonlySet<string> = new Set(['3', '4']);
