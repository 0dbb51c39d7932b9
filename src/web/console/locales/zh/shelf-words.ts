import type { DifferenceKind, DifferenceOutcome } from '../../../../domain/returns/difference.ts';
import type { Condition } from '../../../../domain/stock/stock-moves.ts';

/** What people at the dock and at the shelves say. */
export const shelfWords = {
  condition: {
    uninspected: '待检',
    good: '良品',
    to_repair: '待修',
    second_hand: '二手',
    scrap: '报废',
    to_vendor: '待退供应商',
    quarantine: '隔离',
  } satisfies Record<Condition, string>,
  location: {
    returns: '退货待检区',
    QUARANTINE: '无主件区',
    customer: '买家',
    supplier: '供应商',
    at_vendor: '供应商处',
    difference: '盘点差异',
  },
  difference: {
    short: '少件',
    empty_box: '空包',
    not_in_parcel: '这件没在包裹里',
    extra: '多件',
    wrong_article: '货不对板',
  } satisfies Record<DifferenceKind, string>,
  differenceOutcome: {
    as_counted: '按实收处理',
    still_to_come: '买家会补寄',
    miscounted: '点错了',
    turned_up: '缺的货找到了',
  } satisfies Record<DifferenceOutcome, string>,
  handling: { signed: '签收', opened: '拆包', counted: '点数', inspected: '质检' },
  dockStep: {
    receive_line: '点收',
    mark_missing: '登记缺件',
    find_line: '补收缺件',
    inspect_line: '质检',
    dispose_line: '定去向',
    report_difference: '登记差异',
    sign_parcel: '签收',
    weigh_parcel: '称重',
    open_parcel: '拆包',
  },
};
