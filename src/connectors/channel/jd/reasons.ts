import type { ReasonEntry } from '../reason-table.ts';
import { chineseReasonWords } from '../reason-words.ts';

/**
 * A service names the buyer's question by `questionTypeCid2Name`, an application by a text of its own. The numbers that go
 * with the names differ by category and are not published, so the words alone are read.
 */
export const jdReasons: readonly ReasonEntry[] = chineseReasonWords;
