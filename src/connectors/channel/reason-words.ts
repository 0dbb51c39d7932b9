import type { ReasonEntry } from './reason-table.ts';
import { containing, exactly } from './reason-table.ts';

/**
 * Words that Chinese platforms show buyers. They are recalled from what platforms show, not from a published list: none is
 * verified. The order counts: what is said not to be as described is a fault, whatever else is named with it.
 */
export const chineseReasonWords: readonly ReasonEntry[] = [
  ...containing('no_reason', ['七天无理由', '7天无理由', '不喜欢', '不想要', '拍错', '错拍', '多拍', '效果不好']),
  ...containing('not_as_described', ['描述不符', '与商品描述', '材质不符', '做工']),
  ...containing('size_or_color', ['尺码', '尺寸', '颜色', '大小不合适', '大小不符']),
  ...containing('wrong_item', ['发错', '错发']),
  ...containing('missing_part', ['少件', '漏发', '缺件', '少发']),
  ...containing('damaged_in_transit', ['破损', '污渍', '包装损']),
  ...containing('quality_fault', ['质量', '瑕疵', '假冒', '变质', '开线', '起球', '故障']),
  ...containing('not_received', ['未收到', '没收到', '空包', '快递停滞', '快递丢失', '快递无记录', '快递一直未送到']),
  ...containing('not_shipped', ['未发货', '未按约定时间发货', '缺货']),
  ...exactly('other', ['其他', '其他原因', '其它']),
];
