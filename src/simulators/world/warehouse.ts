import { judgeLater, reportExtra } from './differences.ts';
import { followLoss } from './losses.ts';
import type { Case } from './memory.ts';
import { photoForm } from './photo.ts';
import { type Random, randomOf } from './random.ts';
import { atTheDock, type Rma, type RmaLine, rma, withId } from './shapes.ts';
import { endCase, shortly, type World } from './world.ts';

/** How far the night shift takes a parcel; the rest waits for the visitor. */
type Depth = 'left' | 'received' | 'inspected' | 'done';

/** With more than this waiting, the night shift leaves nothing. */
const FULL_SHELVES = 90;

/** The parcel is at the dock. Returns when to look again, or undefined: then the case has ended. */
export async function meetParcel(world: World, kase: Case, pauses: Random): Promise<number | undefined> {
  const { waybill, dockAt } = kase.parcel ?? { waybill: '', dockAt: 0 };
  const early = dockAt - world.clock.now();
  if (early > 0) return early;
  if (!world.staff) return endCase(world, kase);
  if (kase.parcel?.lost) return followLoss(world, kase, waybill, pauses);
  const random = randomOf(world.seed, 'dock', waybill);
  const depth = depthOf(world, random);
  if (depth === 'left') return endCase(world, kase);
  const found = await world.guilai({ path: `/api/receiving/${waybill}`, shape: atTheDock });
  // A platform's parcel is known here only after the next pull.
  if (found.ok && found.value.rmas.length === 0 && -early < 20 * world.hourMs.steady) return shortly(world, pauses);
  for (const one of found.ok ? found.value.rmas : []) await unpack(world, one, random, depth);
  return endCase(world, kase);
}

function depthOf({ lanes }: World, random: Random): Depth {
  const waiting = (lanes['in_transit'] ?? 0) + (lanes['to_inspect'] ?? 0) + (lanes['to_dispose'] ?? 0);
  if (waiting > FULL_SHELVES) return 'done';
  return random.weighted([
    [33, 'left'],
    [12, 'received'],
    [12, 'inspected'],
    [43, 'done'],
  ] as const);
}

type Act = (line: RmaLine, name: string, body: unknown) => Promise<Rma | undefined>;

async function unpack(world: World, found: Rma, random: Random, depth: Depth): Promise<void> {
  const act: Act = async (line, name, body) => {
    const key = `world-${line.id}-${line.quantity}-${name}`;
    const path = `/api/rmas/${found.id}/lines/${line.id}/${name}`;
    const done = await world.guilai({ method: 'POST', path, body, key, shape: rma });
    return done.ok ? done.value : undefined;
  };
  for (const line of found.lines) {
    if (line.reception !== 'awaiting' && line.reception !== 'in_transit') continue;
    if (found.lines.length > 1 && random.chance(0.04)) {
      judgeLater(world, random, await act(line, 'missing', { cause: random.pick(['not_in_parcel', 'empty_box']) }));
      continue;
    }
    const short = line.quantity > 1 && random.chance(0.25) ? 1 : 0;
    const quantity = line.quantity - short;
    const received = await act(line, 'receive', { quantity });
    if (!received) return;
    const rest = received.lines.find(({ id }) => !found.lines.some((known) => known.id === id));
    if (rest && random.chance(0.6)) judgeLater(world, random, await act(rest, 'missing', { cause: 'short' }));
    else if (random.chance(0.03)) judgeLater(world, random, await reportExtra(world, found.id, line.id));
    if (depth !== 'received') await grade(world, { ...line, quantity }, random, depth, act);
  }
}

const testsFor: Readonly<Record<string, readonly string[]>> = {
  food_cosmetic_medical: ['seal_broken', 'soiled'],
  electronics: ['label_or_serial_changed', 'data_traces', 'incomplete', 'use_marks'],
  textile_home: ['tag_removed', 'soiled', 'use_marks'],
  general: ['damaged', 'incomplete', 'use_marks'],
};

type Verdict = { grade: 'new' | 'minor_flaw' | 'damaged'; failedTests: string[] };

function verdictOn(line: RmaLine, random: Random): Verdict {
  const grade = random.weighted([
    [70, 'new'],
    [20, 'minor_flaw'],
    [10, 'damaged'],
  ] as const);
  const fails = grade === 'damaged' || (grade === 'minor_flaw' && random.chance(0.4));
  return { grade, failedTests: fails ? [random.pick(testsFor[line.goodsClass] ?? ['damaged'])] : [] };
}

async function grade(world: World, line: RmaLine, random: Random, depth: Depth, act: Act): Promise<void> {
  const { grade, failedTests } = verdictOn(line, random);
  const photos: string[] = [];
  if (failedTests.length > 0) {
    const body = await photoForm(random);
    const photo = await world.guilai({ method: 'POST', path: '/api/files', body, shape: withId });
    if (!photo.ok) return;
    photos.push(photo.value.id);
  }
  // Some of a line may be worse than the rest; what stays ungraded is for somebody else.
  const quantity = line.quantity > 1 && random.chance(0.2) ? line.quantity - 1 : line.quantity;
  const graded = await act(line, 'inspect', { quantity, grade, failedTests, photos });
  if (!graded || depth !== 'done') return;
  const disposition =
    grade === 'new'
      ? 'restock'
      : grade === 'minor_flaw'
        ? failedTests.length > 0 || random.chance(0.6)
          ? 'resale'
          : 'repair'
        : random.pick(['scrap', 'repair', 'to_buyer']);
  await act({ ...line, quantity }, 'dispose', { quantity, disposition, location: shelfFor(disposition, random) });
}

const areas: Readonly<Record<string, string>> = { restock: 'A', resale: 'S', repair: 'R', scrap: 'X', to_buyer: 'OUT' };

const shelfFor = (disposition: string, random: Random): string =>
  `${areas[disposition]}-${String(random.int(1, 12)).padStart(2, '0')}-${random.int(1, 4)}`;
