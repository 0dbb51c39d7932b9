import type { ReasonEntry } from '../reason-table.ts';
import { chineseReasonWords } from '../reason-words.ts';

/** `after_sales_reason` is a text; Pinduoduo publishes no list of them. */
export const pinduoduoReasons: readonly ReasonEntry[] = chineseReasonWords;
