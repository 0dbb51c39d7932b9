import { z } from 'zod';
import type { Buyer } from './buyer.ts';
import { carry } from './carry.ts';
import type { Desk } from './desk.ts';
import type { Case } from './memory.ts';
import { randomOf } from './random.ts';
import { anything } from './shapes.ts';
import type { World } from './world.ts';

const visits = z.object({ pickups: z.array(z.object({ id: z.string(), state: z.string() })) });
const atKuaidi100 = z.object({ order: z.object({ kuaidicom: z.string(), kuaidinum: z.string() }) });

const ASKED_FOR = 0.2;
const CALLED_OFF = 0.12;

/** Whether this buyer has somebody come for the goods instead of bringing them away. */
export const hasSomebodyCome = (seed: number, n: number): boolean => randomOf(seed, 'visit', n).chance(ASKED_FOR);

/**
 * The visit goes one step on: asked for, taken over by a courier, made or called off. `none`: the buyer brings his parcel
 * away himself after all. `over`: nothing will be seen of it again.
 */
export async function meetCourier(
  world: World,
  kase: Case,
  buyer: Buyer,
  desk: Desk,
): Promise<'none' | 'goes_on' | 'over'> {
  const rmaId = kase.rma ?? '';
  const found = await world.guilai({ path: `/api/rmas/${rmaId}`, shape: visits });
  const visit = found.ok ? found.value.pickups.at(-1) : undefined;
  if (!found.ok) return 'none';
  if (!visit) return (await ask(desk, rmaId, buyer)) ? 'goes_on' : 'none';
  const move = (status: string) =>
    world.kuaidi100({
      method: 'POST',
      path: `/__sim/orders/${visit.id}/move`,
      body: { status },
      shape: anything,
    });
  switch (visit.state) {
    case 'asked':
      return 'goes_on';
    case 'booked':
      if (randomOf(world.seed, 'calls off', kase.n).chance(CALLED_OFF)) {
        return (await desk.callOff(rmaId, visit.id)).ok ? 'goes_on' : 'none';
      }
      await move('1');
      return 'goes_on';
    case 'courier_assigned':
    case 'picked_up': {
      const order = await world.kuaidi100({ path: `/__sim/orders/${visit.id}`, shape: atKuaidi100 });
      if (!order.ok) return 'over';
      const { kuaidicom: com, kuaidinum: waybill } = order.value.order;
      const parcel = { com, waybill, random: randomOf(world.seed, 'parcel', kase.n) };
      const taken = visit.state === 'picked_up' ? async () => ({ ok: true }) : () => move('10');
      return (await carry(world, kase, buyer, parcel, taken)) ? 'goes_on' : 'over';
    }
    default:
      return 'none';
  }
}

async function ask(desk: Desk, rmaId: string, { person, n }: Buyer): Promise<boolean> {
  const options = await desk.visitors(rmaId);
  if (!options.ok || !options.value.receiver) return false;
  // Nobody is sent at the buyer's cost where a service takes no money at the door.
  const service = options.value.services.find(({ buyerPays }) => buyerPays || options.value.payer === 'seller');
  if (!service) return false;
  const courier = randomOf(n, 'visitor').pick(service.couriers);
  const sender = {
    name: person.name,
    phone: person.phone,
    province: person.state,
    city: person.city,
    district: person.district,
    street: `幸福路 ${(n % 180) + 1} 号`,
  };
  return (await desk.book(rmaId, { vendor: service.vendor, courier, sender, payer: options.value.payer })).ok;
}
