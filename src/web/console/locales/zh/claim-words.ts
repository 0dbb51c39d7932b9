import type { ClaimCause, ClaimParty, ClaimState } from '../../../../domain/recovery/loss-claim.ts';
import type { PostagePayer, PostageState } from '../../../../domain/recovery/postage.ts';

/** Claims for losses, and the freight that buyers advance. */
export const claimWords = {
  claimParty: { courier: '快递', insurer: '保险公司', platform: '平台', vendor: '供应商' } satisfies Record<
    ClaimParty,
    string
  >,
  claimCause: {
    lost: '丢件',
    damaged: '破损',
    short: '短少',
    wrong_goods: '货不对',
    return_freight: '退货运费',
  } satisfies Record<ClaimCause, string>,
  claimState: {
    filed: '等答复',
    accepted: '已认赔，等到账',
    refused: '被拒赔',
    paid: '已到账',
    written_off: '已核销',
    withdrawn: '已撤回',
  } satisfies Record<ClaimState, string>,
  postageState: {
    asked: '等我们处理',
    with_insurer: '等保险理赔',
    part_paid: '已付一部分',
    paid: '已付清',
    declined: '不承担',
    paid_twice: '重复支付',
  } satisfies Record<PostageState, string>,
  postagePayer: { merchant: '商家', platform: '平台代付' } satisfies Record<PostagePayer, string>,
  postageSettled: { recovered: '已追回', waived: '不追了' },
  claimPhoto: { buyer: '买家照片', inspection: '质检照片', arrival: '到货照片', claim: '理赔凭证' },
};
