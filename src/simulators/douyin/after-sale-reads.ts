import { type Api, type ApiCall, numberOf, rowsOf, textOf } from './api.ts';
import { data, invalid, noSuchAfterSale } from './errors.ts';
import { pageOf } from './paging.ts';
import { refusalReasons } from './refusal-reasons.ts';
import type { AfterSale } from './shapes.ts';
import { wireDetail, wireListRow } from './wire-after-sale.ts';
import { changeAfterSale, nowSeconds } from './world.ts';

/** The after-sale a call names, if it belongs to the shop that asks. */
export function afterSaleOf({ world, shop }: ApiCall, id: string | undefined): AfterSale | undefined {
  const afterSale = world.book.afterSales.get(id ?? '');
  return afterSale?.shop_id === shop.shop_id ? afterSale : undefined;
}

const sortable: Readonly<Record<string, (afterSale: AfterSale) => number>> = {
  update_time: ({ update_time }) => update_time,
  apply_time: ({ apply_time }) => apply_time,
  status_deadline: ({ status_deadline }) => status_deadline,
};

const list: Api = {
  required: { page: 'int', size: 'int' },
  optional: {
    update_start_time: 'int',
    update_end_time: 'int',
    start_time: 'int',
    end_time: 'int',
    order_by: 'texts',
    order_id: 'text',
    aftersale_id: 'text',
    aftersale_type: 'int',
    standard_aftersale_status: 'ints',
  },
  answer: (call) => {
    const { world } = call;
    const [field = '', direction = 'desc'] = String(rowsOf(call, 'order_by')?.[0] ?? 'apply_time desc').split(' ');
    const key = sortable[field];
    if (!key || !['asc', 'desc'].includes(direction)) return invalid('order_by');
    const rows = [...world.book.afterSales.values()].filter((afterSale) => matches(call, afterSale));
    rows.sort((a, b) => (direction === 'asc' ? key(a) - key(b) : key(b) - key(a)));
    const end = numberOf(call, 'update_end_time') ?? nowSeconds(world);
    const shown = pageOf<AfterSale>(call, rows, (afterSale) => changeAfterSale(world, afterSale, {}, end + 1));
    if (shown.kind === 'error') return shown;
    const { page, size, total, more } = shown;
    const items = shown.rows.map((afterSale) => wireListRow(world, afterSale));
    return data({ has_more: more, total, page, size, items });
  },
};

function matches(call: ApiCall, afterSale: AfterSale): boolean {
  const isSame = (name: string, value: string | number): boolean => {
    const wanted = call.params[name];
    return wanted === undefined || wanted === value;
  };
  const isIn = (at: number, start: string, end: string): boolean =>
    at >= (numberOf(call, start) ?? 0) && at <= (numberOf(call, end) ?? Number.POSITIVE_INFINITY);
  return (
    afterSale.shop_id === call.shop.shop_id &&
    isIn(afterSale.update_time, 'update_start_time', 'update_end_time') &&
    isIn(afterSale.apply_time, 'start_time', 'end_time') &&
    isSame('order_id', afterSale.order_id) &&
    isSame('aftersale_id', afterSale.after_sale_id) &&
    isSame('aftersale_type', afterSale.after_sale_type) &&
    (rowsOf(call, 'standard_aftersale_status')?.includes(afterSale.after_sale_status) ?? true)
  );
}

const detail: Api = {
  required: { after_sale_id: 'text' },
  optional: { need_operation_record: 'boolean' },
  answer: (call) => {
    const afterSale = afterSaleOf(call, textOf(call, 'after_sale_id'));
    return afterSale ? data(wireDetail(call.world, afterSale)) : noSuchAfterSale;
  },
};

const rejectReasonCodeList: Api = {
  required: { aftersale_id: 'text' },
  answer: (call) => {
    const afterSale = afterSaleOf(call, textOf(call, 'aftersale_id'));
    if (!afterSale) return noSuchAfterSale;
    const offered = refusalReasons.filter(({ from }) => from.includes(afterSale.after_sale_status));
    return data({
      items: offered.map(({ reject_reason_code, reason, evidence_need }) => ({
        reject_reason_code,
        reason,
        evidence_need,
        evidence_description: evidence_need === 'Y' ? '请上传商品照片' : '',
        image: '',
        order_type: -1,
        pkg: -1,
      })),
    });
  },
};

export const afterSaleReads: Record<string, Api> = {
  'afterSale.List': list,
  'afterSale.Detail': detail,
  'afterSale.rejectReasonCodeList': rejectReasonCodeList,
};
