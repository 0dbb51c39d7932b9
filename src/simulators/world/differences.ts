import { type Random, randomOf } from './random.ts';
import { anything, type Rma, rma } from './shapes.ts';
import { pause, type World } from './world.ts';

const LEFT_TO_THE_VISITOR = 0.35;
export const isLeft = (seed: number, differenceId: string): boolean =>
  randomOf(seed, 'difference', differenceId).chance(LEFT_TO_THE_VISITOR);

/** Something came with the goods that nobody had agreed on. */
export async function reportExtra(world: World, rmaId: string, lineId: string): Promise<Rma | undefined> {
  const done = await world.guilai({
    method: 'POST',
    path: `/api/rmas/${rmaId}/differences`,
    body: { kind: 'extra', lineId, quantity: 1, photos: [] },
    key: `world-${lineId}-extra`,
    shape: rma,
  });
  return done.ok ? done.value : undefined;
}

/** Some hours later an agent says what is right. A restart forgets it: then the visitor is asked. */
export function judgeLater(world: World, random: Random, found: Rma | undefined): void {
  const open = found?.differences.filter(({ id, outcome }) => outcome === null && !isLeft(world.seed, id)) ?? [];
  if (!found || open.length === 0) return;
  world.agenda.in(pause(world, random, 2, 12), async () => {
    for (const { id } of open) {
      const outcome = randomOf(world.seed, 'judgement', id).weighted([
        [80, 'as_counted'],
        [10, 'miscounted'],
        [10, 'still_to_come'],
      ] as const);
      const path = `/api/rmas/${found.id}/differences/${id}/settle`;
      await world.guilai({ method: 'POST', path, body: { outcome }, key: `world-${id}-settle`, shape: anything });
    }
    return undefined;
  });
}
