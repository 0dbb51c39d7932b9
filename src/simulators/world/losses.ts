import { z } from 'zod';
import { isoText } from '../clock.ts';
import type { Case } from './memory.ts';
import { type Random, randomOf } from './random.ts';
import { anything } from './shapes.ts';
import { endCase, pause, type World } from './world.ts';

const money = z.object({ minor: z.string(), currency: z.string() });
const claim = z.object({
  id: z.string(),
  cause: z.string(),
  waybill: z.string().nullable(),
  state: z.string(),
  amount: money,
  accepted: money,
  appeals: z.number(),
});
const harmed = z.object({
  rmas: z.array(
    z.object({
      id: z.string(),
      parcels: z.array(z.object({ courier: z.string(), waybill: z.string() })),
      amount: z.object({ total: money }).nullable(),
      claims: z.array(claim),
    }),
  ),
});
type Harmed = z.infer<typeof harmed>['rmas'][number];
type Claim = z.infer<typeof claim>;

const LEFT_TO_THE_VISITOR = 0.3;
export const isLeft = (seed: number, waybill: string): boolean =>
  randomOf(seed, 'loss', waybill).chance(LEFT_TO_THE_VISITOR);

/** A parcel is silent for too long: the shop wants its money from the courier, and goes one step on at each look. */
export async function followLoss(
  world: World,
  kase: Case,
  waybill: string,
  pauses: Random,
): Promise<number | undefined> {
  if (isLeft(world.seed, waybill)) return endCase(world, kase);
  const found = await world.guilai({ path: `/api/receiving/${waybill}`, shape: harmed });
  const rma = found.ok ? found.value.rmas[0] : undefined;
  if (!rma) return endCase(world, kase);
  const made = rma.claims.find((one) => one.cause === 'lost' && one.waybill === waybill);
  const next = made ? nextStep(world, waybill, made) : filing(world, waybill, rma);
  if (!next) return endCase(world, kase);
  const { name, body } = next;
  const path = `/api/rmas/${rma.id}/claims${made ? `/${made.id}/${name}` : ''}`;
  const key = `world-${rma.id}-${waybill}-${name}-${made?.state ?? 'new'}-${made?.appeals ?? 0}`;
  const done = await world.guilai({ method: 'POST', path, body, key, shape: anything });
  return done.ok ? pause(world, pauses, 12, 40) : endCase(world, kase);
}

type Step = { name: string; body: unknown };

const now = ({ clock }: World): string => isoText(clock.now());

function filing(world: World, waybill: string, { amount, parcels }: Harmed): Step | undefined {
  const courier = parcels.find((parcel) => parcel.waybill === waybill)?.courier;
  if (!amount || !courier) return undefined;
  const body = {
    against: 'courier',
    party: courier,
    cause: 'lost',
    waybill,
    amount: amount.total,
    filedAt: now(world),
  };
  return { name: 'file', body };
}

function nextStep(world: World, waybill: string, { state, appeals, amount, accepted }: Claim): Step | undefined {
  const random = randomOf(world.seed, 'answer', waybill, appeals);
  const at = now(world);
  switch (state) {
    case 'filed': {
      if (appeals === 0 && random.chance(0.3))
        return { name: 'answer', body: { outcome: 'refused', because: '超出理赔申请时效', at } };
      const share = appeals > 0 || random.chance(0.4) ? 70 : 100;
      const granted = { ...amount, minor: String((BigInt(amount.minor) * BigInt(share) + 99n) / 100n) };
      return { name: 'answer', body: { outcome: 'accepted', amount: granted, at } };
    }
    case 'refused':
      return appeals === 0 && random.chance(0.6)
        ? { name: 'appeal', body: { because: '附揽收底单：包裹在时效内报失', appealedAt: at, files: [] } }
        : { name: 'close', body: { outcome: 'withdrawn', because: '金额小，不再追索' } };
    case 'accepted':
      return { name: 'payments', body: { amount: accepted, reference: `LP${waybill.slice(-10)}`, paidAt: at } };
    default:
      return undefined;
  }
}
