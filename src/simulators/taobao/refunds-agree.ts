import type { Api, ApiCall } from './api.ts';
import { body, invalidArgument, refused } from './errors.ts';
import type { Refund } from './shapes.ts';
import { barAgainst } from './transitions.ts';
import { wireList } from './wire-json.ts';
import { fen, payRefund, type Seller, type TaobaoWorld, tradeOf } from './world.ts';

/** `refund_id|amount in fen|version|phase`; the phase only from Tmall. */
type RefundInfo = { refund_id: string; amountFen: bigint; version: string; phase: string | undefined };
type Verdict = { refund_id: string; succ: boolean; message: string };

const limits: Record<Seller['kind'], { refunds: number; fen: bigint }> = {
  taobao: { refunds: 20, fen: 600_000n },
  tmall: { refunds: 30, fen: 1_000_000n },
};

const agreed = '操作成功';

/** Each row is judged and paid on its own: some may succeed where others fail. */
const refundsAgree: Api = {
  required: ['refund_infos'],
  answer: (call) => {
    const { world, seller, params } = call;
    const infos = parseInfos(params.get('refund_infos') ?? '');
    if (!infos || (seller.kind === 'tmall' && infos.some(({ phase }) => !phase)))
      return invalidArgument('refund_infos');
    const total = infos.reduce((sum, { amountFen }) => sum + amountFen, 0n);
    const limit = limits[seller.kind];
    if (infos.length > limit.refunds) return refused('isv.refund-count-limit', `每次最多${limit.refunds}笔退款`);
    if (total > limit.fen) return refused('isv.refund-amount-limit', '退款总金额超过单次限额');

    for (const { refund_id } of infos)
      if (ownRefund(call, refund_id)) world.book.record({ type: 'agreement_asked', refund_id });
    if (needsCode(world, total) && params.get('code') !== world.switches.smsCode) {
      return answer(
        infos.map(({ refund_id }) => ({ refund_id, succ: false, message: '需要短信验证码，已发送至卖家手机' })),
      );
    }
    return answer(infos.map((info) => agree(call, info)));
  },
};

function parseInfos(text: string): RefundInfo[] | undefined {
  const infos: RefundInfo[] = [];
  for (const part of text.split(',')) {
    const [refund_id, amount, version, phase, ...more] = part.split('|');
    if (!refund_id || !/^[1-9]\d*$/.test(amount ?? '') || !/^\d+$/.test(version ?? '') || more.length > 0)
      return undefined;
    infos.push({ refund_id, amountFen: BigInt(amount ?? 0), version: version ?? '', phase });
  }
  return infos;
}

const needsCode = ({ switches }: TaobaoWorld, total: bigint): boolean =>
  switches.smsAboveFen !== null && total > BigInt(switches.smsAboveFen);

function ownRefund({ world, seller }: ApiCall, refund_id: string): Refund | undefined {
  const refund = world.book.refunds.get(refund_id);
  return refund?.seller_nick === seller.nick ? refund : undefined;
}

function agree(call: ApiCall, info: RefundInfo): Verdict {
  const refund = ownRefund(call, info.refund_id);
  const bar = refund ? barOf(call, refund, info) : '退款不存在';
  if (refund && bar === undefined) payRefund(call.world, refund, 'seller');
  return { refund_id: info.refund_id, succ: bar === undefined, message: bar ?? agreed };
}

function barOf(
  { world, seller }: ApiCall,
  refund: Refund,
  { amountFen, version, phase }: RefundInfo,
): string | undefined {
  // The status first: a refund that is already paid has a new version too, and "paid" is what the seller has to learn.
  const bar = barAgainst('agree_refund', refund, tradeOf(world, refund).order);
  if (bar !== undefined) return refund.status === 'SUCCESS' ? '退款已完成，请勿重复操作' : bar;
  if (version !== String(refund.refund_version)) return '退款版本号已过期，请重新读取退款单';
  if (phase && phase !== refund.refund_phase) return '退款阶段不一致';
  if (amountFen !== fen(refund.refund_fee)) return '退款金额与申请金额不一致';
  if (seller.kind === 'tmall' && world.switches.tmallReview && !refund.reviewed) return '退款未审核';
  return undefined;
}

function answer(results: Verdict[]) {
  const paid = results.filter(({ succ }) => succ).length;
  const succ = paid === results.length;
  return body({
    succ,
    msg_code: succ ? 'OP_SUCC' : paid > 0 ? 'SOME_OP_SUCC' : 'OP_FAILURE_UE',
    message: succ ? agreed : (results.find((result) => !result.succ)?.message ?? ''),
    results: wireList('refund_mapping_result', results),
  });
}

export const refundAgreements: Record<string, Api> = { 'taobao.rp.refunds.agree': refundsAgree };
