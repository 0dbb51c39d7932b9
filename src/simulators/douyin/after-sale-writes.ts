import { afterSaleOf } from './after-sale-reads.ts';
import { type Api, type ApiCall, numberOf, rowsOf } from './api.ts';
import { extensionSeconds } from './deadlines.ts';
import { data, failed, invalid, noSuchAfterSale, wrongState } from './errors.ts';
import { tellOfAfterSale } from './messages.ts';
import { judge, operations } from './operations.ts';
import { isObject, type WireObject } from './wire-json.ts';
import { changeAfterSale } from './world.ts';

const mostItems = 20;

/** All or nothing: one item that does not fit, and none is done. */
const operate: Api = {
  required: { type: 'int', items: 'objects' },
  optional: { store_id: 'int' },
  answer: (call) => {
    const { world, shop } = call;
    const operation = operations[numberOf(call, 'type') ?? 0];
    const items = (rowsOf(call, 'items') ?? []).filter(isObject);
    if (!operation) return invalid('type');
    if (items.length === 0 || items.length > mostItems) return invalid('items');
    if (operation.to === undefined) for (const item of items) noteAgreement(call, item);
    const judged = items.map((item) => judge(world, shop, operation, item));
    for (const one of judged) if (one.kind === 'unfit') return one.why;
    const done = judged.flatMap((one) => (one.kind === 'fit' ? [one] : []));
    for (const { run } of done) run();
    return data({
      items: done.map(({ afterSale }) => ({
        aftersale_id: BigInt(afterSale.after_sale_id),
        status_code: 0,
        status_msg: '操作成功',
      })),
    });
  },
};

function noteAgreement(call: ApiCall, { aftersale_id: id }: WireObject): void {
  const afterSale = afterSaleOf(call, typeof id === 'string' ? id : undefined);
  if (afterSale) call.world.book.record({ type: 'agreement_asked', after_sale_id: afterSale.after_sale_id });
}

const timeExtend: Api = {
  required: { aftersale_id: 'int' },
  answer: (call) => {
    const { world, params } = call;
    const afterSale = afterSaleOf(call, String(params['aftersale_id']));
    if (!afterSale) return noSuchAfterSale;
    if (afterSale.after_sale_status !== 6 && afterSale.after_sale_status !== 11) return wrongState;
    if (afterSale.extended) return failed('已延长过处理时间');
    const status_deadline = afterSale.status_deadline + extensionSeconds;
    changeAfterSale(world, afterSale, { status_deadline, extended: true });
    tellOfAfterSale(world, afterSale, '209');
    return data({});
  },
};

export const afterSaleWrites: Record<string, Api> = {
  'afterSale.operate': operate,
  'afterSale.timeExtend': timeExtend,
};
