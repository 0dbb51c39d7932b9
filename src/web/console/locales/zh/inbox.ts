export const inbox = {
  title: '平台单据',
  note: '渠道发来的订单和售后单；被拒收的先看原因再重试',
  state: '状态',
  shop: '店铺',
  anyShop: '全部店铺',
  empty: {
    refused: '没有被拒收的单据',
    waiting: '没有排队的单据',
    applied: '还没有单据',
    superseded: '没有被取代的单据',
  },
  emptyHint: '渠道同步的单据会自动进来。',
  col: { document: '单据', shop: '店铺', received: '收到', attempts: '次数', reason: '拒收原因' },
  view: '看原文',
  retry: '重新处理',
  retryDone: '已处理：{{state}}',
};
