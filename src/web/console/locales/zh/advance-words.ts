import type { AdvanceMoment } from '../../../../domain/policy/policy.ts';
import type { AdvanceDecline, ChaseKind } from '../../../../domain/returns/advance.ts';

/** Refunds that are paid before their goods come. */
export const advanceWords = {
  advanceMoment: { approval: '同意时', first_scan: '快递揽收时' } satisfies Record<AdvanceMoment, string>,
  chaseKind: {
    reminded: '提醒买家寄回',
    called: '电话联系买家',
    appealed: '向平台申诉',
    insurer_asked: '找保险理赔',
  } satisfies Record<ChaseKind, string>,
  advanceDecline: {
    automation_off: '这一单已转人工',
    platform_stepped_in: '平台已介入',
    paid_by_platform: '由平台退款',
    offer_open: '有协商中的方案',
    parcel_in_doubt: '运单有疑点：别的退货用过、申请前已揽收或轨迹异常，等收到货再退',
    no_limits: '没有设置垫付额度',
    other_currency: '币种与额度不同',
    above_auto_limit: '超过自动退款上限',
    approval_needed: '金额要先审批',
    amount_unclear: '金额算不出来，要人看',
    buyer_limit: '超过这个买家的垫付额度',
    shop_limit: '超过店铺的垫付额度',
    day_limit: '超过今天的垫付额度',
  } satisfies Record<AdvanceDecline, string>,
};
