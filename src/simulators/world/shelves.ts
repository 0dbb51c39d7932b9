import { z } from 'zod';
import { randomOf } from './random.ts';
import { anything } from './shapes.ts';
import type { World } from './world.ts';

const line = { sku: z.string(), location: z.string(), condition: z.string() };
const stock = z.object({ rows: z.array(z.object({ ...line, quantity: z.number() })) });
const sheets = z.object({ rows: z.array(z.object({ id: z.string(), state: z.string() })) });
const sheet = z.object({
  id: z.string(),
  state: z.string(),
  lines: z.array(z.object({ ...line, isDue: z.boolean() })),
});
type Sheet = z.infer<typeof sheet>;

const MOST_OPEN = 3;
const LEFT_TO_THE_VISITOR = 0.3;
const SHORT_BY_ONE = 0.06;
/** Where goods lie for good; the places in which returns come in are counted with their parcels. */
const shelf = /^[ASR]-\d/;

const isLeft = (seed: number, id: string): boolean => randomOf(seed, 'sheet', id).chance(LEFT_TO_THE_VISITOR);
const unfinished = new Set(['counting', 'recounting', 'to_approve']);

/** Each sheet that was begun goes one step on; then a shelf that is not being counted is. */
export async function shelfRound(world: World): Promise<void> {
  if (!world.staff) return;
  const listed = await world.guilai({ path: '/api/stock/documents?kind=count&limit=20', shape: sheets });
  if (!listed.ok) return;
  const open = listed.value.rows.filter(({ state }) => unfinished.has(state));
  const begun = new Set<string>();
  for (const { id } of open) {
    const found = await world.guilai({ path: `/api/stock/counts/${id}`, shape: sheet });
    if (!found.ok) continue;
    for (const { location } of found.value.lines) begun.add(location);
    if (!isLeft(world.seed, id)) await goOn(world, found.value);
  }
  if (open.length < MOST_OPEN) await countAnother(world, begun);
}

async function goOn(world: World, { id, state, lines }: Sheet): Promise<void> {
  const post = (client: World['guilai'], name: string, body: unknown) =>
    client({ method: 'POST', path: `/api/stock/counts/${id}/${name}`, body, shape: anything });
  if (state === 'to_approve') {
    if (world.supervisor) await post(world.supervisor, 'approve', {});
    return;
  }
  const due = lines.filter(({ isDue }) => isDue);
  const location = due[0]?.location;
  if (location !== undefined) {
    const books = await world.guilai({
      path: `/api/stock?limit=200&location=${encodeURIComponent(location)}`,
      shape: stock,
    });
    if (!books.ok) return;
    const counted = due.map(({ sku, location, condition }) => {
      const there = books.value.rows.find(
        (row) => row.sku === sku && row.location === location && row.condition === condition,
      );
      const isShort = randomOf(world.seed, 'short', id, sku, condition).chance(SHORT_BY_ONE);
      return { sku, location, condition, quantity: Math.max(0, (there?.quantity ?? 0) - (isShort ? 1 : 0)) };
    });
    if (!(await post(world.guilai, 'counted', { lines: counted })).ok) return;
  }
  await post(world.guilai, 'submit', {});
}

async function countAnother(world: World, begun: ReadonlySet<string>): Promise<void> {
  const books = await world.guilai({ path: '/api/stock?limit=200', shape: stock });
  if (!books.ok) return;
  const places = [...new Set(books.value.rows.map(({ location }) => location))].filter(
    (location) => shelf.test(location) && !begun.has(location),
  );
  if (places.length === 0) return;
  const location = randomOf(world.seed, 'shelf', world.clock.now()).pick(places);
  await world.guilai({ method: 'POST', path: '/api/stock/counts', body: { location }, shape: sheet });
}
