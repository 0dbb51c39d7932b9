import type { ClockKind, ClockSource, Desk } from '../../../../domain/policy/deadlines.ts';

/** Clocks: what they are, whose, and what is done before they end. */
export const clockWords = {
  clock: {
    review: '答复买家',
    channel_answer: '平台等答复',
    tell_channel: '把结果告诉平台',
    procedure_punishable: '办理退货手续',
    jd_quality_review: '京东质量单审核',
    dispute_answer: '答复平台纠纷',
    dispute_call: '买家可请平台介入',
    dispute_evidence: '向平台补充证据',
    dispute_execution: '执行平台判责',
    dispute_appeal: '对判责申诉',
    evidence: '买家补照片',
    ship: '买家寄回',
    receive: '拆包收货',
    inspect: '质检',
    channel_receipt: '平台等确认收货',
    pay: '付款给买家',
    refund: '退款给买家',
    refund_punishable: '退款（超期受罚）',
  } satisfies Record<ClockKind, string>,
  clockSource: { platform: '平台时限', rule: '规则时限', law: '法定时限', estimate: '估计，未核实' } satisfies Record<
    ClockSource,
    string
  >,
  clockSide: { seller: '我方', buyer: '买家' },
  desk: { service: '客服', warehouse: '仓库', finance: '财务', buyer: '买家' } satisfies Record<Desk, string>,
  autoAction: { escalate: '转主管', approve: '自动同意', extend: '申请延长' },
  autoBecause: {
    automation_is_off: '，没有做：已转人工处理',
    platform_has_stepped_in: '，没有做：平台已介入',
    kind_not_named: '，没有做：这类诉求须有专门规则',
    amount_above_limit: '，没有做：金额超过上限',
    extension_not_offered: '，没有做：平台不支持延长',
    no_platform_clock: '，没有做：平台没有计时',
    extension_pending: '，没有做：已在申请',
    extended_before: '，没有做：已延长过一次',
  },
};
