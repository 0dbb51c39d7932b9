import type { Result } from './errors.ts';
import { failed, failure, manualOnly, missing, noSuchAfterSale, wrongState } from './errors.ts';
import { type AfterSaleTag, tellOfAfterSale } from './messages.ts';
import { isReasonFor } from './refusal-reasons.ts';
import type { AfterSale, Status } from './shapes.ts';
import { isObject, type WireObject } from './wire-json.ts';
import { changeAfterSale, type DouyinWorld, nowSeconds, payRefund, type Shop } from './world.ts';

type Operation = {
  types: readonly number[];
  from: Status;
  /** Absent: the buyer is paid back. */
  to?: Status;
  needs?: 'address' | 'refusal' | 'logistics';
  tag?: AfterSaleTag;
};

/** By the `type` of `afterSale.operate`. 102, 111, 112, 302, 312, 401, 402 and type 2 under 201 are recalled. */
export const operations: Readonly<Record<number, Operation>> = {
  101: { types: [0], from: 6, to: 7, needs: 'address', tag: '202' },
  102: { types: [0], from: 6, to: 27, needs: 'refusal', tag: '205' },
  111: { types: [0], from: 11 },
  112: { types: [0], from: 11, to: 29, needs: 'refusal', tag: '205' },
  201: { types: [1, 2], from: 6 },
  202: { types: [1], from: 6, to: 27, needs: 'refusal', tag: '204' },
  301: { types: [3], from: 6, to: 7, needs: 'address', tag: '202' },
  302: { types: [3], from: 6, to: 27, needs: 'refusal', tag: '205' },
  311: { types: [3], from: 11, to: 13, needs: 'logistics', tag: '211' },
  312: { types: [3], from: 11, to: 29, needs: 'refusal', tag: '205' },
  401: { types: [7], from: 6, to: 8, tag: '227' },
  402: { types: [7], from: 6, to: 27, needs: 'refusal', tag: '205' },
};

/** One item of a call, judged before anything is done: the after-sale and what to do, or why not. */
export type Judged = { kind: 'fit'; afterSale: AfterSale; run(): void } | { kind: 'unfit'; why: Result };

export function judge(world: DouyinWorld, shop: Shop, operation: Operation, item: WireObject): Judged {
  const unfit = (why: Result): Judged => ({ kind: 'unfit', why });
  if (typeof item['aftersale_id'] !== 'string') return unfit(missing('aftersale_id'));
  const afterSale = world.book.afterSales.get(item['aftersale_id']);
  if (afterSale?.shop_id !== shop.shop_id) return unfit(noSuchAfterSale);
  const version = item['update_time'];
  if (version !== undefined && version !== afterSale.update_time) return unfit(failed('售后单已变更，请刷新后重试'));
  if (afterSale.manual_only) return unfit(manualOnly);
  const fits = operation.types.includes(afterSale.after_sale_type) && operation.from === afterSale.after_sale_status;
  if (!fits) return unfit(wrongState);
  const lack = lackOf(world, operation, item);
  return lack ? unfit(lack) : { kind: 'fit', afterSale, run: () => run(world, operation, afterSale, item) };
}

const objectIn = (item: WireObject, name: string): WireObject => {
  const value = item[name];
  return isObject(value) ? value : {};
};

function lackOf(world: DouyinWorld, { needs, from }: Operation, item: WireObject): Result | undefined {
  const logistics = objectIn(item, 'logistics');
  switch (needs) {
    case undefined:
      return undefined;
    case 'address': {
      const id = logistics['receiver_address_id'];
      if (id === undefined) return missing('logistics.receiver_address_id');
      const isKnown = world.addresses.some(({ address_id }) => address_id === String(id));
      return isKnown ? undefined : failure(40004, 'isv.parameter-invalid:11002', '地址不存在');
    }
    case 'logistics':
      return logistics['company_code'] && logistics['logistics_code'] ? undefined : missing('logistics.logistics_code');
    case 'refusal': {
      const absent = ['reason', 'remark', 'reject_reason_code'].find((name) => !item[name]);
      if (absent !== undefined) return missing(absent);
      const reason = isReasonFor(from, item['reject_reason_code']);
      if (!reason) return failure(40004, 'isv.parameter-invalid:11003', '拒绝原因不存在');
      return reason.evidence_need === 'Y' && !hasPicture(item) ? missing('evidence') : undefined;
    }
  }
}

const hasPicture = ({ evidence }: WireObject): boolean =>
  Array.isArray(evidence) &&
  evidence.some((one) => isObject(one) && typeof one['url'] === 'string' && one['url'] !== '');

function run(world: DouyinWorld, { to, needs, tag }: Operation, afterSale: AfterSale, item: WireObject): void {
  if (to === undefined) {
    payRefund(world, afterSale, 'seller');
    return;
  }
  const logistics = objectIn(item, 'logistics');
  changeAfterSale(world, afterSale, {
    after_sale_status: to,
    ...(needs === 'address' ? { return_address_id: String(logistics['receiver_address_id']) } : {}),
    ...(needs === 'logistics'
      ? {
          exchange_parcel: {
            tracking_no: String(logistics['logistics_code']),
            company_name: String(logistics['company_code']),
            company_code: String(logistics['company_code']),
            logistics_time: nowSeconds(world),
          },
        }
      : {}),
  });
  if (tag) tellOfAfterSale(world, afterSale, tag);
}
