import type { Params } from '../form.ts';
import { carriers } from './codes.ts';
import { paramOf, textOf } from './param.ts';
import { failure, type Outcome } from './wire.ts';
import type { Kuaidi100World } from './world.ts';

const month = 30 * 86_400_000;
const restMs = 30 * 60_000;

/** `POST /poll`: asks for pushes about one waybill. There is no signature, the key is inside `param`. */
export function answerSubscription(world: Kuaidi100World, params: Params): Outcome {
  const { book, clock, account, switches } = world;
  const fields = paramOf(params.get('param') ?? '');
  const wishes = paramOf(JSON.stringify(fields['parameters'] ?? {}));
  const num = textOf(fields, 'number');
  const callbackurl = textOf(wishes, 'callbackurl');
  if (params.get('schema') !== 'json' || num.length < 6 || num.length > 32 || !URL.canParse(callbackurl)) {
    return failure('700', '订阅方的订阅数据存在错误');
  }
  if (textOf(fields, 'key') !== account.key) return failure('600', '您不是合法的订阅者');
  const com = textOf(fields, 'company') || (textOf(wishes, 'autoCom') === '1' ? recognised(num)[0] : undefined);
  if (com === undefined) return failure('702', '识别不到该单号对应的快递公司');
  if (!carriers[com]) return failure('701', '订阅方的快递公司不支持');

  const now = clock.now();
  const earlier = book.subscriptions(num);
  const last = earlier.at(-1);
  if (last && last.endedAt === undefined) return failure('501', '重复订阅');
  // The vendor tells neither code; "server error" asks the caller to come back, "bad data" not to.
  if (last && now - (last.endedAt ?? 0) < restMs) return failure('500', '请在30分钟后再次订阅');
  const thisMonth = earlier.filter(({ subscription }) => now - subscription.subscribed_at < month);
  if (thisMonth.length >= 4) return failure('700', '同一单号每月最多订阅4次');

  const salt = wishes['salt'];
  const subscription = { com, num, callbackurl, resultv2: textOf(wishes, 'resultv2'), subscribed_at: now };
  book.record({
    type: 'subscribed',
    subscription: typeof salt === 'string' ? { ...subscription, salt } : subscription,
    first_push_at: now + switches.firstPushDelayMs,
  });
  return { result: true, returnCode: '200', message: '提交成功' };
}

/** The carriers whose numbers look like this one. */
export const recognised = (num: string): string[] =>
  Object.entries(carriers)
    .filter(([, { numbers }]) => numbers.test(num))
    .map(([com]) => com);
