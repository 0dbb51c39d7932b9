import { z } from 'zod';
import { codeText, idText, optional, type Reading, readAs } from '../../vendor-values.ts';
import { moment } from './jd-values.ts';

/** A refund application (`RefundApplyVo`): the buyer wants the money back before the goods arrive. */
const application = z.object({
  id: idText,
  orderId: idText,
  status: codeText,
  applyTime: moment,
  checkTime: optional(moment),
  applyRefundSum: codeText,
  reason: optional(z.string()),
  checkRemark: optional(z.string()),
});
export type Application = z.output<typeof application>;
export const readApplication = (raw: unknown): Reading<Application> => readAs(application, raw);
