import type { BillMapping } from './bill.ts';

/** What a source's bill is known to look like. `isVerified`: its columns were read in a document of the source. */
export type BillPreset = { vendor: string; isVerified: boolean; mapping: BillMapping };

/** All recalled, none read in a document: they are proposals, and a person looks at them beside the file. */
export const billPresets: readonly BillPreset[] = [
  {
    vendor: 'taobao',
    isVerified: false,
    mapping: {
      at: '退款完结时间',
      amount: '买家退款金额',
      tradeNumber: '订单编号',
      refundNumber: '退款编号',
      kind: { column: '退款状态', refunds: ['退款成功'] },
    },
  },
  {
    vendor: 'jd',
    isVerified: false,
    mapping: {
      at: '费用发生时间',
      amount: '金额',
      tradeNumber: '订单编号',
      refundNumber: '单据编号',
      kind: { column: '单据类型', refunds: ['售后服务单', '取消退款单'] },
    },
  },
  {
    vendor: 'pinduoduo',
    isVerified: false,
    mapping: {
      at: '发生时间',
      amount: '支出金额（-元）',
      tradeNumber: '商户订单号',
      kind: { column: '账务类型', refunds: ['退款'] },
    },
  },
  {
    vendor: 'wechat',
    isVerified: false,
    mapping: {
      at: '交易时间',
      amount: '申请退款金额',
      tradeNumber: '微信订单号',
      refundNumber: '商户退款单号',
      kind: { column: '交易状态', refunds: ['REFUND'] },
    },
  },
  {
    vendor: 'alipay',
    isVerified: false,
    mapping: {
      at: '完成时间',
      amount: '订单金额（元）',
      tradeNumber: '支付宝交易号',
      refundNumber: '退款批次号/请求号',
      kind: { column: '业务类型', refunds: ['退款'] },
    },
  },
];
