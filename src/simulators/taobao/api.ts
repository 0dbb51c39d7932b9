import { parseShanghaiText } from '../clock.ts';
import type { Form } from '../form.ts';
import { refundNotExist, refundVersionStale, type TopResult } from './errors.ts';
import type { Order, Refund } from './shapes.ts';
import { barAgainst, type SellerOperation } from './transitions.ts';
import { type Seller, type TaobaoWorld, tradeOf } from './world.ts';

export type ApiCall = Form & { method: string; world: TaobaoWorld; seller: Seller };

/** One method of the platform. */
export type Api = {
  /** Parameters that must be there and not empty; files count by their name. */
  required: readonly string[];
  /** Also required from a Tmall shop. */
  requiredForTmall?: readonly string[];
  /** Parameters that hold a number. */
  numbers?: readonly string[];
  answer(call: ApiCall): TopResult;
};

export type Writable = { kind: 'refund'; refund: Refund; order: Order } | Extract<TopResult, { kind: 'error' }>;

/** The refund a call names, if it belongs to the shop that asks. */
export function refundOf({ world, seller, params }: ApiCall): Refund | undefined {
  const refund = world.book.refunds.get(params.get('refund_id') ?? '');
  return refund?.seller_nick === seller.nick ? refund : undefined;
}

/** The refund of a write, unless it is not there, has moved on since the caller read it, or its status forbids the write. */
export function writableRefund(
  call: ApiCall,
  operation: SellerOperation,
  refused: (why: string) => TopResult,
): Writable {
  const refund = refundOf(call);
  if (!refund) return asError(refundNotExist);
  const { order } = tradeOf(call.world, refund);
  const version = call.params.get('refund_version');
  const phase = call.params.get('refund_phase');
  if (version && version !== String(refund.refund_version)) return asError(refundVersionStale);
  if (phase && phase !== refund.refund_phase) return asError(refused('退款阶段不一致'));
  const bar = barAgainst(operation, refund, order);
  return bar === undefined ? { kind: 'refund', refund, order } : asError(refused(bar));
}

function asError(result: TopResult): Extract<TopResult, { kind: 'error' }> {
  if (result.kind !== 'error') throw new Error('a refusal must be an error');
  return result;
}

/** Undefined when absent, NaN when unreadable. */
export function momentIn({ params }: ApiCall, name: string): number | undefined {
  const text = params.get(name);
  return text ? (parseShanghaiText(text) ?? Number.NaN) : undefined;
}

const magicNumbers = ['474946', 'ffd8ff', '89504e47'];

/** GIF, JPG and PNG, told by their first bytes. */
export const isPicture = (bytes: Buffer): boolean =>
  magicNumbers.some((magic) => bytes.subarray(0, 4).toString('hex').startsWith(magic));
