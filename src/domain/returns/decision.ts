import type { BuyerRecord } from '../buyers/buyer-record.ts';
import type { Order } from '../orders/order.ts';
import type { Who } from '../people/levels.ts';
import type { Policy } from '../policy/policy.ts';
import type { Result } from '../result.ts';
import type { Instant } from '../time.ts';
import type { RmaCommand } from './commands.ts';
import type { RmaEvent } from './events.ts';
import type { GradingFacts } from './grading-facts.ts';
import type { Rejection } from './rejections.ts';

/** All that a decision may look at besides the return itself. */
export type Context = {
  now: Instant;
  order: Order;
  policy: Policy;
  /** Whoever gave the command; absent for the system, a platform or a buyer, whom approval levels do not bind. */
  who?: Who;
  /** The member of staff who last had the case in hand, by id. */
  lastPerson?: string | null;
  /** The buyer at all shops of the merchant, where the command makes the policy judge. */
  buyer?: BuyerRecord;
  /** Where the command looks at goods or puts them away. Absent: only the law's tests bind. */
  grading?: GradingFacts;
};

export type Decision = Result<RmaEvent[], Rejection>;

/** The command of one type, for the functions that decide it. */
export type Of<Type extends RmaCommand['type']> = Extract<RmaCommand, { type: Type }>;
