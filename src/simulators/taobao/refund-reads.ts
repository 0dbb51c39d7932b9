import { type Api, momentIn, refundOf } from './api.ts';
import { body, invalidArgument, missingArgument, refundNotExist } from './errors.ts';
import { page } from './paging.ts';
import { wantedFields, wireRefund } from './select.ts';
import type { Refund } from './shapes.ts';
import { barAgainst, sellerOperations } from './transitions.ts';
import { wireList } from './wire-json.ts';
import { changeRefund, tradeOf } from './world.ts';

// The list knows fewer fields than the single read; it does not know `refund_version`.
const listed = new Set(
  (
    'refund_id,tid,title,buyer_nick,seller_nick,total_fee,status,created,refund_fee,oid,good_status,company_name,sid,' +
    'payment,reason,desc,has_good_return,modified,order_status,refund_phase,dispute_type'
  ).split(','),
);

const receiveGet: Api = {
  required: ['fields'],
  answer: (call) => {
    const { world, seller, params } = call;
    const start = momentIn(call, 'start_modified') ?? Number.NEGATIVE_INFINITY;
    const end = momentIn(call, 'end_modified') ?? Number.POSITIVE_INFINITY;
    if (Number.isNaN(start)) return invalidArgument('start_modified');
    if (Number.isNaN(end) || end < start) return invalidArgument('end_modified');
    const matches = (refund: Refund): boolean => {
      const modifiedAt = wholeSecond(refund.refund_version);
      if (refund.seller_nick !== seller.nick || modifiedAt < start || modifiedAt > end) return false;
      return (
        isOrAny(params.get('status'), refund.status) &&
        isOrAny(params.get('buyer_nick'), refund.buyer_nick) &&
        isOrAny(params.get('buyer_open_uid'), refund.buyer_open_uid)
      );
    };
    const wanted = wantedFields(params.get('fields') ?? '');
    return page(call, {
      names: ['refunds', 'refund'],
      rows: [...world.book.refunds.values()].filter(matches).sort((a, b) => b.refund_version - a.refund_version),
      wire: (refund) => wireRefund(world, refund, (name) => listed.has(name) && wanted(name)),
      touch: (refund) => changeRefund(world, refund, {}, Number.isFinite(end) ? end + 1000 : 0),
    });
  },
};

const get: Api = {
  required: ['fields', 'refund_id'],
  numbers: ['refund_id'],
  answer: (call) => {
    const refund = refundOf(call);
    if (!refund) return refundNotExist;
    return body({ refund: wireRefund(call.world, refund, wantedFields(call.params.get('fields') ?? '')) });
  },
};

const reasons: Record<string, readonly { reason_id: number; reason_text: string }[]> = {
  onsale: [
    { reason_id: 1001, reason_text: '商品已影响二次销售' },
    { reason_id: 1002, reason_text: '已经发货，买家承担运费' },
    { reason_id: 1003, reason_text: '申请金额有误' },
  ],
  aftersale: [
    { reason_id: 1001, reason_text: '商品已影响二次销售' },
    { reason_id: 1004, reason_text: '退回商品与原商品不符' },
    { reason_id: 1005, reason_text: '未收到退回商品' },
  ],
};

const refuseReasonGet: Api = {
  required: ['refund_id', 'refund_phase', 'fields'],
  numbers: ['refund_id'],
  answer: (call) => {
    if (!refundOf(call)) return refundNotExist;
    const offered = reasons[call.params.get('refund_phase') ?? ''];
    if (!offered) return invalidArgument('refund_phase');
    const wanted = wantedFields(call.params.get('fields') ?? '');
    const rows = offered.map((reason) => ({ ...reason, reason_tips: '请提供凭证' }));
    return body({
      reasons: wireList(
        'reason',
        rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => wanted(name)))),
      ),
      total_results: rows.length,
      has_next: false,
    });
  },
};

const detailGet: Api = {
  required: ['refund_id', 'fields'],
  numbers: ['refund_id'],
  answer: (call) => {
    const refund = refundOf(call);
    if (!refund) return refundNotExist;
    const { order } = tradeOf(call.world, refund);
    const operations = sellerOperations.map((operation_code) => ({
      operation_code,
      tips: barAgainst(operation_code, refund, order),
    }));
    const wanted = wantedFields(call.params.get('fields') ?? '');
    const shown = wanted('allowedOperations');
    return body({
      detail: {
        refund_version: wanted('refund_version') ? refund.refund_version : undefined,
        allowed_operations: shown
          ? wireList(
              'operation',
              operations.filter(({ tips }) => tips === undefined),
            )
          : undefined,
        not_allowed_operations: shown
          ? wireList(
              'operation',
              operations.filter(({ tips }) => tips !== undefined),
            )
          : undefined,
      },
    });
  },
};

/** Newest first, which is not documented. */
const messagesGet: Api = {
  required: ['fields', 'refund_id'],
  numbers: ['refund_id'],
  answer: (call) => {
    const { world, seller, params } = call;
    const refund = refundOf(call);
    if (!refund) return refundNotExist;
    if (seller.kind === 'tmall' && !params.get('refund_phase')) return missingArgument('refund_phase');
    const wanted = wantedFields(params.get('fields') ?? '');
    return page(call, {
      names: ['refund_messages', 'refund_message'],
      rows: world.book.messages.filter(({ refund_id }) => refund_id === refund.refund_id).toReversed(),
      wire: ({ id, refund_id, content, created, imageBytes, owner_role = 2 }) => {
        const url = `https://img.example.test/${id}.jpg`;
        const all = {
          id: BigInt(id),
          refund_id,
          owner_role,
          content,
          created,
          message_type: 'NORMAL',
          pic_urls: wireList('pic_url', imageBytes > 0 ? [{ url }] : []),
        };
        return Object.fromEntries(Object.entries(all).filter(([name]) => wanted(name)));
      },
      touch: () => {},
    });
  },
};

export const refundReads: Record<string, Api> = {
  'taobao.refunds.receive.get': receiveGet,
  'taobao.refund.get': get,
  'taobao.refund.refusereason.get': refuseReasonGet,
  'taobao.refund.detail.get': detailGet,
  'taobao.refund.messages.get': messagesGet,
};

const isOrAny = (wanted: string | undefined, actual: string | undefined): boolean => !wanted || wanted === actual;

/** Windows are compared as the caller can write them: in whole seconds. */
const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;
