import { SteeringError } from '../http-server.ts';
import { pushSign } from './signature.ts';
import type { Kuaidi100World } from './world.ts';

const repeats = 3;

type Delivery = { url: string; form: URLSearchParams; attempts: number; nextAttemptAt: number };

export type OrderPusher = {
  /** The visit has come so far; its orderer is told. */
  move(taskId: string, status: string): Promise<boolean>;
  /** The result of an intercept. */
  settle(kuaidinum: string, status: string): Promise<boolean>;
  pushDue(): Promise<void>;
};

/** Tells of visits and intercepts. What is not accepted is repeated; a restart forgets the repeats, as a crash would. */
export function orderPusher(world: Kuaidi100World): OrderPusher {
  const { clock, switches, orders } = world;
  let waiting: Delivery[] = [];
  const attempt = async (delivery: Delivery): Promise<boolean> => {
    if (await post(delivery)) return true;
    if (delivery.attempts < repeats) {
      const nextAttemptAt = clock.now() + switches.pushRepeatDelayMs;
      waiting.push({ ...delivery, attempts: delivery.attempts + 1, nextAttemptAt });
    }
    return false;
  };
  const tell = async (url: string, param: string, salt: string | undefined, extra: Record<string, string>) => {
    const forgery = world.faults.take(['unsigned_push', 'wrong_sign_push'], {})?.kind;
    const form = new URLSearchParams({ ...extra, param });
    // Who gave no salt gets the word `null` in its place.
    if (forgery !== 'unsigned_push')
      form.set('sign', pushSign(param, forgery === 'wrong_sign_push' ? `${salt}?` : String(salt ?? null)));
    const delivery = { url, form, attempts: 0, nextAttemptAt: 0 };
    const accepted = await attempt(delivery);
    if (world.faults.take(['duplicate_push'], {})) await post(delivery);
    return accepted;
  };
  return {
    move: (taskId, status) => {
      const record = orders.order(taskId);
      if (!record) throw new SteeringError(404, `no order ${taskId}`);
      orders.record({ type: 'order_moved', taskId, status });
      const { order } = record;
      return tell(order.callBackUrl, orderParam(order, status), order.salt, { taskId });
    },
    settle: (kuaidinum, status) => {
      const asked = orders.intercept(kuaidinum);
      if (!asked) throw new SteeringError(404, `nobody asked for ${kuaidinum}`);
      const { kuaidicom, callbackUrl, salt } = asked;
      return tell(callbackUrl, JSON.stringify({ kuaidicom, kuaidinum, orderid: '', status, message: '' }), salt, {});
    },
    pushDue: async () => {
      const due = waiting.filter(({ nextAttemptAt }) => nextAttemptAt <= clock.now());
      waiting = waiting.filter((delivery) => !due.includes(delivery));
      await Promise.all(due.map(attempt));
    },
  };
}

function orderParam(order: { kuaidicom: string; orderId: string; kuaidinum: string }, status: string): string {
  const taken = ['10', '101', '13'].includes(status);
  const known = taken || status === '1' || status === '2';
  return JSON.stringify({
    kuaidicom: order.kuaidicom,
    kuaidinum: taken ? order.kuaidinum : '',
    status: '200',
    message: '成功',
    data: {
      orderId: order.orderId,
      status,
      ...(known ? { courierName: '测试快递员', courierMobile: '13900000000' } : {}),
      ...(taken ? { weight: '1.2', freight: '8.50' } : {}),
    },
  });
}

async function post({ url, form }: Delivery): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'POST', body: form, signal: AbortSignal.timeout(5_000) });
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && 'result' in answer && answer.result === true;
  } catch {
    return false;
  }
}
