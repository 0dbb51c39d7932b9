import { exactly, type ReasonEntry } from '../reason-table.ts';
import { chineseReasonWords } from '../reason-words.ts';

/** `reason` of a refund is the text that the buyer chose; Taobao publishes no list of them, so none is verified. */
export const taobaoReasons: readonly ReasonEntry[] = [
  ...exactly('no_reason', ['七天无理由退换货', '7天无理由退换货', '不想要了']),
  ...exactly('not_as_described', [
    '大小/尺寸与商品描述不符',
    '颜色/图案/款式与商品描述不符',
    '材质与商品描述不符',
    '做工粗糙/有瑕疵',
  ]),
  ...exactly('wrong_item', ['卖家发错货']),
  ...exactly('not_shipped', ['未按约定时间发货']),
  ...chineseReasonWords,
];
