/** What the buyer reads of the freight that he advanced; `postage-en.ts` has the same shape. */
export const postageZh = {
  title: '退货运费',
  start: '申请退回运费',
  why: '寄回商品的运费由店铺承担时，可以凭票申请。包裹：',
  amount: '垫付的运费（元）',
  amountHint: '按快递收据填写，如 12.00',
  amountWrong: '请填大于 0 的金额，最多两位小数',
  insured: '这单买了运费险（先由保险赔付）',
  submit: '提交运费申请',
  submitting: '正在提交…',
  done: '运费申请已提交，店铺会处理。',
  paid: (amount: string) => `已付 ${amount}`,
  because: (reason: string) => `原因：${reason}`,
  states: {
    asked: '等店铺处理',
    with_insurer: '等保险赔付',
    part_paid: '已付一部分',
    paid: '已付清',
    declined: '店铺不承担',
  },
};
