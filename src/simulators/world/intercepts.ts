import type { Buyer } from './buyer.ts';
import { outboundWaybill } from './marketplace.ts';
import type { Case } from './memory.ts';
import { randomOf } from './random.ts';
import { anything, type Rma, rma } from './shapes.ts';
import type { World } from './world.ts';

const CALLED_BACK = 0.6;
const TURNS_ROUND = 0.75;

const at = ({ kuaidi100 }: World, path: string, body: unknown) =>
  kuaidi100({ method: 'POST', path: `/__sim/${path}`, body, shape: anything });

/** What is on its way to the buyer when we first hear of his order. */
export async function shipOut(world: World, buyer: Buyer): Promise<void> {
  if (buyer.delivery !== 'on_the_way') return;
  const timeline = [
    { statusCode: '103', context: '【杭州市】余杭营业点已揽收', location: '杭州市', afterSeconds: 0 },
    {
      statusCode: '1002',
      context: `【杭州市】快件已发往【${buyer.person.city}】`,
      location: '杭州市',
      afterSeconds: 1,
    },
  ];
  await at(world, 'parcels', { com: 'zhongtong', num: outboundWaybill(buyer), phone: buyer.person.phone, timeline });
}

/** An agent asks the courier for a parcel back before money is granted for it. False where there is none to ask for. */
export async function callBack(world: World, { id, resolution, outbound }: Rma): Promise<boolean> {
  const parcel = resolution === 'refund_only' ? outbound.find(({ canIntercept }) => canIntercept) : undefined;
  if (!parcel || !randomOf(world.seed, 'calls back', id).chance(CALLED_BACK)) return false;
  const { courier, waybill } = parcel;
  const key = `world-${id}-${waybill}-intercept`;
  const path = `/api/rmas/${id}/intercept`;
  return (await world.guilai({ method: 'POST', path, body: { courier, waybill }, key, shape: anything })).ok;
}

export const turnsRound = (seed: number, waybill: string): boolean =>
  randomOf(seed, 'turns round', waybill).chance(TURNS_ROUND);

/** The couriers' part: a step on the way of a parcel that was asked back. False where nothing more will come of it. */
export async function turnRound(world: World, kase: Case): Promise<boolean> {
  const found = await world.guilai({ path: `/api/rmas/${kase.rma}`, shape: rma });
  const parcel = found.ok ? found.value.outbound.find(({ intercept }) => intercept) : undefined;
  if (!parcel) return false;
  const { waybill, status } = parcel;
  const scan = (statusCode: string, context: string) => at(world, `parcels/${waybill}/scan`, { statusCode, context });
  switch (parcel.intercept?.state) {
    case 'asked': {
      const told = { status: turnsRound(world.seed, waybill) ? 'SUCCESS' : 'FAIL' };
      // Nobody at the courier knows of it before the question has been sent, and it may be refused there at once.
      await at(world, `intercepts/${waybill}/settle`, told);
      return true;
    }
    case 'accepted':
      await (status === 'returning'
        ? scan('4', '【杭州市】退回件已签收')
        : scan('6', '【转运中心】拦截成功，快件退回途中'));
      return true;
    case 'back':
      world.memory.record({ type: 'sent', n: kase.n, parcel: { waybill, dockAt: world.clock.now() } });
      return true;
    case 'failed':
      await scan('3', '已签收，签收人：本人');
      return false;
    default:
      return false;
  }
}
