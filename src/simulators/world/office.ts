import { callBack } from './intercepts.ts';
import { applyForRedInvoices } from './invoices.ts';
import { randomOf } from './random.ts';
import { anything, lanes, type PlatformReason, type Rma, refundPage, refusalReasons, rma, rmaPage } from './shapes.ts';
import type { World } from './world.ts';

/** How much a lane may hold before nothing of it is left for the visitor. */
const FULL_DESK = 40;
/** So many of each kind in one round: people take their time. */
const PER_ROUND = 2;

/** Agents decide, finance pays and tries again: a look at the lanes, and at most a few acts. */
export async function officeRound(world: World, patienceMs: number): Promise<void> {
  const counted = await world.guilai({ path: '/api/rmas/lanes', shape: lanes });
  if (!counted.ok) return;
  world.lanes = counted.value.lanes;
  if (!world.staff) return;
  await inLane(world, 'to_review', 0.5, patienceMs, review);
  await inLane(world, 'to_refund', 0.6, patienceMs, orderRefund);
  // Nobody has had time to try again while the history is made, so that some of it is left to see.
  const isHistory = world.hourMs.now < world.hourMs.steady;
  await applyForRedInvoices(world);
  if (!isHistory && (world.lanes['refund_problem'] ?? 0) > 0) await retryRefunds(world);
}

/** Returns nobody has acted on for a while. Which of them are left to the visitor hangs on their ids alone. */
async function inLane(
  world: World,
  lane: string,
  share: number,
  patienceMs: number,
  act: (world: World, found: Rma) => Promise<void>,
): Promise<void> {
  const waiting = world.lanes[lane] ?? 0;
  if (waiting === 0) return;
  const page = await world.guilai({ path: `/api/rmas?lane=${lane}&limit=100`, shape: rmaPage });
  if (!page.ok) return;
  const ripe = world.clock.now() - patienceMs;
  const ours = page.value.rows
    .filter(({ openedAt }) => Date.parse(openedAt) < ripe)
    .filter(({ id }) => waiting > FULL_DESK || isOurs(world, lane, id, share));
  for (const { id } of ours.slice(0, PER_ROUND)) {
    const found = await world.guilai({ path: `/api/rmas/${id}`, shape: rma });
    if (found.ok) await act(world, found.value);
  }
}

const isOurs = ({ seed }: World, what: string, id: string, share: number): boolean =>
  randomOf(seed, what, id).chance(share);

async function review(world: World, found: Rma): Promise<void> {
  const { id, decision, reason, evidence } = found;
  const random = randomOf(world.seed, 'review', id);
  const suggested = decision?.outcome.suggestRejection?.reasonCode;
  const post = (name: string, body: unknown) =>
    world.guilai({
      method: 'POST',
      path: `/api/rmas/${id}/${name}`,
      body,
      key: `world-${id}-${name}`,
      shape: anything,
    });
  const comesBack = await callBack(world, found);
  if (comesBack) await post('approve', {});
  else if (reason === 'other' && evidence.length === 0 && random.chance(0.3)) {
    await post('request-evidence', { note: '麻烦拍一下商品和吊牌的照片，我们马上处理' });
  } else if (random.chance(suggested ? 0.75 : 0.2)) {
    const reasonCode = suggested ?? 'no_evidence';
    const note = '已与买家电话沟通，不符合退货条件';
    await post('reject', { reasonCode, note, ...(await platformReason(world, id)) });
  } else await post('approve', {});
}

/** Platforms want one of their own reasons; whoever sits there takes the first. */
async function platformReason(world: World, id: string): Promise<{ platformReason?: PlatformReason }> {
  const answer = await world.guilai({ path: `/api/rmas/${id}/refusal-reasons`, shape: refusalReasons });
  const first = answer.ok ? answer.value.platform?.reasons[0] : undefined;
  return first ? { platformReason: first } : {};
}

async function orderRefund(world: World, { id, lines, amount }: Rma): Promise<void> {
  const random = randomOf(world.seed, 'refund', id);
  const damaged = lines.find((line) => line.settlement === 'due' && line.grade === 'damaged');
  const total = Number(amount?.total.minor ?? 0);
  const deductions =
    damaged && total > 5_000 && random.chance(0.35)
      ? [
          {
            lineId: damaged.id,
            amount: { minor: String(Math.floor(total / 10)), currency: 'CNY' },
            reason: '与买家协商：折旧扣减',
          },
        ]
      : [];
  const key = `world-${id}-refund-${lines.filter((line) => line.settlement === 'due').length}`;
  await world.guilai({ method: 'POST', path: `/api/rmas/${id}/refund`, body: { deductions }, key, shape: rma });
}

async function retryRefunds(world: World): Promise<void> {
  const page = await world.guilai({ path: '/api/refunds?state=rejected&limit=50', shape: refundPage });
  if (!page.ok) return;
  const many = page.value.rows.length > FULL_DESK / 2;
  // A new draw each round: "now and then" is whenever it falls on one.
  const random = randomOf(world.seed, 'retry', world.clock.now());
  const chosen = page.value.rows.filter(() => many || random.chance(0.15));
  for (const { id, rmaId } of chosen.slice(0, PER_ROUND)) {
    await world.guilai({ method: 'POST', path: `/api/rmas/${rmaId}/refunds/${id}/retry`, body: {}, shape: rma });
  }
}
