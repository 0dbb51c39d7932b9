import { type Api, type ApiCall, nestedIn, type Target, targetOf } from './api.ts';
import { changeAfterSale } from './changes.ts';
import { body, invalid, refused } from './errors.ts';
import type { AfterSale } from './shapes.ts';
import { agreeRefund, agreeReturn, barAgainst, type MerchantMove } from './transitions.ts';

type Fields = ReadonlyMap<string, string>;
type Write = { fields: Fields; afterSale: AfterSale };

/** The write's object, and its after-sale in a status that allows the move. */
function writeOf(
  call: ApiCall,
  move: MerchantMove,
  required: readonly string[],
): ({ kind: 'write' } & Write) | Failure {
  const request = nestedIn(call, 'request', ['after_sales_id', 'order_sn', ...required]);
  if (request.kind === 'error') return request;
  const { fields } = request;
  const id = fields.get('after_sales_id') ?? '';
  if (move === 'agree_refund' && call.world.book.afterSales.has(id))
    call.world.book.record({ type: 'agreement_asked', id });
  const target = targetOf(call, id, fields.get('order_sn') ?? '');
  if (target.kind === 'error') return target;
  const bar = barAgainst(move, target.afterSale);
  return bar === undefined ? { kind: 'write', fields, afterSale: target.afterSale } : refused(bar);
}
type Failure = Extract<Target, { kind: 'error' }>;

const refundAgree: Api = {
  root: 'response',
  required: ['request'],
  answer: (call) => {
    const write = writeOf(call, 'agree_refund', []);
    if (write.kind === 'error') return write;
    agreeRefund(call.world, write.afterSale, 'seller');
    return body({ result: { ...namesOf(write.afterSale), message: '退款操作成功', succ: true } });
  },
};

const returnGoodsAgree: Api = {
  root: 'response',
  required: ['request'],
  answer: (call) => {
    const write = writeOf(call, 'agree_return', ['operate_desc', 'return_address_id']);
    if (write.kind === 'error') return write;
    const addressId = write.fields.get('return_address_id') ?? '';
    if (!call.world.addresses.some(({ refund_address_id }) => refund_address_id === addressId)) {
      return invalid('return_address_id');
    }
    agreeReturn(call.world, write.afterSale, addressId);
    const result = { ...namesOf(write.afterSale), message: '操作成功', success: true };
    return body({ error_code: 0, error_msg: '', success: true, result });
  },
};

const exchangeShipping: Api = {
  root: 'response',
  required: ['request'],
  answer: (call) => {
    const write = writeOf(call, 'ship_exchange', ['shipping_id', 'tracking_number']);
    if (write.kind === 'error') return write;
    const { fields, afterSale } = write;
    const exchange = { ship_id: fields.get('shipping_id') ?? '', tracking_number: fields.get('tracking_number') ?? '' };
    changeAfterSale(call.world, afterSale, { after_sales_status: 18, exchange });
    return body({ result: { ...namesOf(afterSale), message: '操作成功', succ: true } });
  },
};

const namesOf = ({ id, order_sn }: AfterSale) => ({ after_sales_id: BigInt(id), order_sn });

export const afterSaleWrites: Record<string, Api> = {
  'pdd.refund.agree': refundAgree,
  'pdd.refund.returngoods.agree': returnGoodsAgree,
  'pdd.refund.exchange.shipping': exchangeShipping,
};
