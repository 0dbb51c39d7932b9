import type { CourierPort } from '../port.ts';
import { faultOf, meaningOfOrder } from './answers.ts';
import type { Kuaidi100Config } from './config.ts';
import { decodePickupPush } from './order-push.ts';
import { call, codeOf } from './pickup.ts';

/**
 * How a visit stands, by the vendor's two numbers (`detail`). *Unverified*: the documents that we have seen name the method
 * and not its answer; it is read as that of a push, whose fields it is said to share.
 */
export async function findPickup(
  config: Kuaidi100Config & { secret: string },
  { reference }: { reference?: string },
): ReturnType<CourierPort['findPickup']> {
  const [taskId = '', orderId = ''] = (reference ?? '').split(':');
  if (taskId === '') return { kind: 'not_offered' };
  const url = `${config.pollBaseUrl}/order/borderapi.do`;
  const answer = await call(config, url, 'detail', { taskId, orderId });
  if (answer.kind === 'unknown') return answer;
  const { result, returnCode, message = '' } = answer.verdict;
  const code = codeOf(result, returnCode);
  const meaning = meaningOfOrder(code);
  if (meaning !== 'done') return faultOf(meaning, code, message);
  const reading = decodePickupPush(answer.body, taskId);
  return reading.kind === 'read' ? { kind: 'found', news: reading.value } : { kind: 'unknown', cause: reading.reason };
}
