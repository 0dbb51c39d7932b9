import { exactly, type ReasonEntry } from '../reason-table.ts';
import { chineseReasonWords } from '../reason-words.ts';

/** `reason` is a text; the `reason_code` beside it is not published. */
export const douyinReasons: readonly ReasonEntry[] = [
  ...exactly('no_reason', ['不喜欢/效果不好', '多拍/错拍/不想要']),
  ...chineseReasonWords,
];
