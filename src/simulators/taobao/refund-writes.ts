import { shanghaiText } from '../clock.ts';
import { type Api, type ApiCall, isPicture, refundOf, writableRefund } from './api.ts';
import {
  body,
  invalidArgument,
  missingArgument,
  refundNotExist,
  refundVersionStale,
  refused,
  type TopResult,
} from './errors.ts';
import { addressText, agreeReturn, buyerShips, defaultAddress } from './transitions.ts';
import { changeRefund } from './world.ts';

const statusInvalid = (why: string): TopResult => refused('isv.refund-status-invalid', why);

const returnGoodsAgree: Api = {
  required: ['refund_id'],
  requiredForTmall: ['refund_phase', 'refund_version'],
  numbers: ['refund_id'],
  answer: (call) => {
    const target = writableRefund(call, 'agree_return_goods', statusInvalid);
    if (target.kind === 'error') return target;
    const address = returnAddress(call);
    if (address === undefined) return invalidArgument('seller_address_id');
    agreeReturn(call.world, target.refund, address);
    return body({ is_success: true });
  },
};

/** By its id, as written out by the caller, or the shop's default one. */
function returnAddress({ world, params }: ApiCall): string | undefined {
  const id = params.get('seller_address_id');
  if (id) {
    const known = world.addresses.find(({ contact_id }) => contact_id === id);
    return known && addressText(known);
  }
  const written = ['name', 'mobile', 'tel', 'address', 'post'].flatMap((name) => params.get(name) || []);
  return written.length > 0 ? written.join('，') : defaultAddress(world);
}

const maxProofBytes = 130_000;

const refuse: Api = {
  required: ['refund_id', 'refuse_message'],
  requiredForTmall: ['refund_phase', 'refund_version', 'refuse_proof'],
  numbers: ['refund_id'],
  answer: (call) => {
    const { world, params, files } = call;
    const length = [...(params.get('refuse_message') ?? '')].length;
    if (length < 2 || length > 200) return invalidArgument('refuse_message');
    const proof = files.get('refuse_proof');
    if (proof && (proof.length > maxProofBytes || !isPicture(proof))) return invalidArgument('refuse_proof');
    for (const [name, field] of [
      ['tid', 'tid'],
      ['oid', 'oid'],
    ] as const) {
      const given = params.get(name);
      if (given && refundOf(call)?.[field] !== given) return invalidArgument(name);
    }
    const target = writableRefund(call, 'refuse_refund', statusInvalid);
    if (target.kind === 'error') return target;
    changeRefund(world, target.refund, { status: 'SELLER_REFUSE_BUYER' });
    const { refund_id, status, modified } = target.refund;
    return body({ refund: { refund_id, status, modified }, is_success: true });
  },
};

const returnGoodsRefill: Api = {
  required: ['refund_id', 'refund_phase', 'logistics_waybill_no', 'logistics_company_code'],
  numbers: ['refund_id'],
  answer: (call) => {
    const target = writableRefund(call, 'refill_logistics', statusInvalid);
    if (target.kind === 'error') return target;
    const { params, world } = call;
    buyerShips(
      world,
      target.refund,
      params.get('logistics_company_code') ?? '',
      params.get('logistics_waybill_no') ?? '',
    );
    return body({ is_success: true });
  },
};

/** The review that Tmall wants before a batch agreement. It leaves the version alone: the agreement names the same one. */
const refundReview: Api = {
  required: ['refund_id', 'operator', 'refund_phase', 'refund_version', 'result', 'message'],
  numbers: ['refund_id'],
  answer: (call) => {
    const refund = refundOf(call);
    if (!refund) return refundNotExist;
    if (call.params.get('refund_version') !== String(refund.refund_version)) return refundVersionStale;
    const reviewed = call.params.get('result') === 'true';
    call.world.book.record({ type: 'refund_changed', refund_id: refund.refund_id, changes: { reviewed } });
    return body({ is_success: true });
  },
};

const messageAdd: Api = {
  required: ['refund_id', 'content', 'image'],
  numbers: ['refund_id'],
  answer: (call) => {
    const { world, params, files } = call;
    const content = params.get('content') ?? '';
    const image = files.get('image');
    if (Buffer.byteLength(content) > 400) return invalidArgument('content');
    if (!image) return missingArgument('image');
    if (image.length > 500 * 1024 || !isPicture(image)) return invalidArgument('image');
    const refund = refundOf(call);
    if (!refund) return refundNotExist;
    const created = shanghaiText(world.clock.now());
    const id = String(700_000_001 + world.book.messages.length);
    const message = { id, refund_id: refund.refund_id, content, created, imageBytes: image.length };
    world.book.record({ type: 'message_added', message });
    return body({ refund_message: { id: BigInt(id), created } });
  },
};

export const refundWrites: Record<string, Api> = {
  'taobao.rp.returngoods.agree': returnGoodsAgree,
  'taobao.refund.refuse': refuse,
  'taobao.rp.returngoods.refill': returnGoodsRefill,
  'taobao.rp.refund.review': refundReview,
  'taobao.refund.message.add': messageAdd,
};
