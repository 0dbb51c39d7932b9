import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromMs, plusMs } from '../../../../domain/time.ts';
import {
  type Answer,
  isAside,
  type KeptPhoto,
  localPhotoId,
  MOST_TRIES,
  type Queued,
  type QueueStore,
  type Road,
  sendAll,
} from './queue.ts';

const ME = 'mer_1|usr_1';
const START = fromMs(1_800_000_000_000);
const clock = () => START;

/** A device: what it holds outlasts whatever happens to the program on it. */
function aDevice(): QueueStore & { steps: Queued[]; photos: Map<string, KeptPhoto> } {
  const device = { steps: [] as Queued[], photos: new Map<string, KeptPhoto>() };
  let seq = 0;
  return {
    ...device,
    all: async () => [...device.steps],
    add: async (step) => {
      seq += 1;
      device.steps.push({ ...step, seq });
    },
    change: async (steps) => {
      for (const step of steps) {
        const at = device.steps.findIndex((other) => other.seq === step.seq);
        if (at >= 0) device.steps[at] = step;
      }
    },
    remove: async ({ seq: gone }) => {
      const at = device.steps.findIndex((other) => other.seq === gone);
      if (at >= 0) device.steps.splice(at, 1);
    },
    photo: async (id) => device.photos.get(id),
    keepPhoto: async (photo) => void device.photos.set(photo.id, photo),
  };
}

/** A server that acts once on each id, behind a line that loses questions and answers as `line` says. */
function aServer(refuses: (step: Queued) => boolean = () => false, line: () => 'up' | 'lost' | 'unheard' = () => 'up') {
  const done: string[] = [];
  const bodies = new Map<string, Queued['body']>();
  const conflicts: { id: string; code: string }[] = [];
  const uploads: Blob[] = [];
  const road: Road = {
    send: async (step, body): Promise<Answer> => {
      const state = line();
      if (state === 'unheard') return { outcome: 'later' };
      if (!done.includes(step.id)) {
        if (refuses(step))
          return state === 'up' ? { outcome: 'refused', refusal: { code: 'no' } } : { outcome: 'later' };
        done.push(step.id);
        bodies.set(step.id, body);
      }
      return state === 'up' ? { outcome: 'done' } : { outcome: 'later' };
    },
    upload: async (blob) => {
      if (line() !== 'up') return { outcome: 'later' };
      uploads.push(blob);
      return { outcome: 'done', id: `fil_${uploads.length}` };
    },
    report: async (step, { code }) => {
      const state = line();
      if (state === 'unheard') return { outcome: 'later' };
      if (!conflicts.some(({ id }) => id === step.id)) conflicts.push({ id: step.id, code });
      return state === 'up' ? { outcome: 'done' } : { outcome: 'later' };
    },
  };
  return { road, done, conflicts, uploads, bodies };
}

const aStep = (id: string, facts: Partial<Queued> = {}): Omit<Queued, 'seq'> => ({
  id,
  owner: ME,
  command: 'receive_line',
  path: '/api/x',
  body: { quantity: 1 },
  rmaId: 'rma_1',
  about: 'R1',
  pressedAt: fromMs(1_800_000_000_000),
  ...facts,
});
const aDoorStep = (id: string): Omit<Queued, 'seq'> => {
  const { rmaId: _, ...step } = aStep(id, { command: 'sign_parcel', waybill: 'SF1' });
  return step;
};
async function deviceWith(...steps: Omit<Queued, 'seq'>[]) {
  const device = aDevice();
  for (const step of steps) await device.add(step);
  return device;
}

describe('what was done without a connection (W-1)', () => {
  test('is sent in its order, and leaves the device when it is done', async () => {
    const device = await deviceWith(aStep('a'), aStep('b'), aStep('c'));
    const server = aServer();
    const told = await sendAll(device, server.road, ME, clock);
    expect(server.done).toEqual(['a', 'b', 'c']);
    expect([told.done.length, await device.all()]).toEqual([3, []]);
  });

  test('stays while there is no answer, and is done once when the answer to it was lost', async () => {
    const device = await deviceWith(aStep('a'), aStep('b'));
    const line = ['lost', 'up', 'up'] as const;
    let call = 0;
    const server = aServer(
      () => false,
      () => line[call++] ?? 'up',
    );
    await sendAll(device, server.road, ME, clock);
    expect((await device.all()).map(({ id }) => id)).toEqual(['a', 'b']);
    await sendAll(device, server.road, ME, clock);
    expect(server.done).toEqual(['a', 'b']);
  });

  test('and is refused becomes a conflict, with the later steps on the same return, and nothing else', async () => {
    const device = await deviceWith(aStep('a'), aStep('b'), aStep('other', { rmaId: 'rma_2' }), aStep('c'));
    const server = aServer(({ id }) => id === 'a');
    const told = await sendAll(device, server.road, ME, clock);
    expect(server.done).toEqual(['other']);
    expect(server.conflicts).toEqual([
      { id: 'a', code: 'no' },
      { id: 'b', code: 'follows_refused' },
      { id: 'c', code: 'follows_refused' },
    ]);
    expect([told.conflicts.length, await device.all()]).toEqual([3, []]);
  });

  test('is not sent under another person’s name', async () => {
    const device = await deviceWith(aStep('mine'), aStep('theirs', { owner: 'mer_1|usr_2' }));
    const server = aServer();
    await sendAll(device, server.road, ME, clock);
    expect(server.done).toEqual(['mine']);
    expect((await device.all()).map(({ id }) => id)).toEqual(['theirs']);
  });

  test('takes its pictures along first, each of them once', async () => {
    const id = localPhotoId('A1-B2');
    const body = { photos: [id, 'fil_old'], parcels: [{ waybill: 'SF1', photos: [id] }] };
    const device = await deviceWith(aStep('a', { body }));
    await device.keepPhoto({ id, blob: new Blob(['x']) });
    const line = ['up', 'lost', 'up'] as const;
    let call = 0;
    const server = aServer(
      () => false,
      () => line[call++] ?? 'up',
    );
    await sendAll(device, server.road, ME, clock);
    await sendAll(device, server.road, ME, clock);
    expect(server.uploads).toHaveLength(1);
    expect(server.bodies.get('a')).toEqual({
      photos: ['fil_1', 'fil_old'],
      parcels: [{ waybill: 'SF1', photos: ['fil_1'] }],
    });
  });

  test('stands aside with all that rests on it where the server fails over it, and the others go on', async () => {
    const device = await deviceWith(aStep('a'), aStep('b'), aStep('other', { rmaId: 'rma_2' }), aDoorStep('door'));
    const server = aServer();
    const road: Road = {
      ...server.road,
      send: async (step, body) =>
        step.id === 'a' ? { outcome: 'stuck', problem: { code: 'internal' } } : server.road.send(step, body),
    };
    await sendAll(device, road, ME, clock);
    expect(server.done).toEqual(['other', 'door']);
    const [first, second] = await device.all();
    expect([first, second]).toMatchObject([
      { id: 'a', stuck: { problem: { code: 'internal' }, tries: 1 } },
      { id: 'b' },
    ]);
    // Nothing is asked before its time; then it is done, and what rests on it after it.
    await sendAll(device, server.road, ME, clock);
    expect(server.done).toEqual(['other', 'door']);
    await sendAll(device, server.road, ME, () => plusMs(START, 20_000));
    expect(server.done).toEqual(['other', 'door', 'a', 'b']);
    expect(await device.all()).toEqual([]);
  });

  test('is tried less and less often where it fails again and again, and then waits for a person', async () => {
    const device = await deviceWith(aStep('a'), aStep('other', { rmaId: 'rma_2' }));
    let asked = 0;
    const server = aServer();
    const road: Road = {
      ...server.road,
      send: async (step, body) => {
        if (step.id !== 'a') return server.road.send(step, body);
        asked += 1;
        throw new Error('cannot be written down');
      },
    };
    let now = START;
    for (let minute = 0; minute < 60 * 24; minute++) {
      await sendAll(device, road, ME, () => now);
      now = plusMs(now, 60_000);
    }
    expect(asked).toBe(MOST_TRIES);
    expect(server.done).toEqual(['other']);
    const [step] = await device.all();
    expect(step).toMatchObject({ stuck: { problem: { code: 'device_failed' }, tries: MOST_TRIES } });
    expect(step && isAside(step, plusMs(now, 1e12))).toBe(true);
  });

  test('whose report as a conflict is itself refused stays, with the reason, and the others go on', async () => {
    const device = await deviceWith(aStep('a'), aStep('b'), aStep('other', { rmaId: 'rma_2' }));
    const server = aServer(({ id }) => id === 'a');
    const road: Road = {
      ...server.road,
      report: async () => ({ outcome: 'stuck', problem: { code: 'invalid_input', fields: 'body.command' } }),
    };
    await sendAll(device, road, ME, clock);
    expect(server.done).toEqual(['other']);
    expect(await device.all()).toMatchObject([
      { id: 'a', refusal: { code: 'no' }, stuck: { problem: { code: 'invalid_input' } } },
      { id: 'b', refusal: { code: 'follows_refused' } },
    ]);
    await sendAll(device, server.road, ME, () => plusMs(START, 20_000));
    expect(server.conflicts.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('is no reason to ask a server that is away for everything else, and never keeps the first place', async () => {
    const device = await deviceWith(aStep('a'), aStep('other', { rmaId: 'rma_2' }), aStep('third', { rmaId: 'rma_3' }));
    const server = aServer();
    const asked: string[] = [];
    const road: Road = {
      ...server.road,
      send: async (step, body) => {
        asked.push(step.id);
        return step.id === 'a' ? { outcome: 'busy', problem: { code: 'unavailable' } } : server.road.send(step, body);
      },
    };
    await sendAll(device, road, ME, clock);
    expect(asked).toEqual(['a']);
    await sendAll(device, road, ME, clock);
    expect(server.done).toEqual(['other', 'third']);
    let now = START;
    for (let hour = 0; hour < 48; hour++) {
      now = plusMs(now, 3_600_000);
      await sendAll(device, road, ME, () => now);
    }
    // However long it was away, the day it is back nobody has to press anything.
    await sendAll(device, server.road, ME, () => plusMs(now, 3_600_000));
    expect(await device.all()).toEqual([]);
  });

  test('is done or a conflict in the end, once, whatever the line loses', async () => {
    const story = fc.record({
      steps: fc.array(fc.record({ rma: fc.integer({ min: 1, max: 3 }), bad: fc.boolean() }), { maxLength: 12 }),
      line: fc.array(fc.constantFrom('up', 'lost', 'unheard'), { maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ steps, line }) => {
        const bad = new Set(steps.flatMap((step, n) => (step.bad ? [`s${n}`] : [])));
        const device = await deviceWith(...steps.map(({ rma }, n) => aStep(`s${n}`, { rmaId: `rma_${rma}` })));
        let call = 0;
        const server = aServer(
          ({ id }) => bad.has(id),
          () => line[call++] ?? 'up',
        );
        for (let round = 0; round <= line.length; round++) await sendAll(device, server.road, ME, clock);
        const ends = [...server.done, ...server.conflicts.map(({ id }) => id)];
        expect(await device.all()).toEqual([]);
        expect(ends.toSorted()).toEqual(steps.map((_, n) => `s${n}`).toSorted());
        const inOrder = server.done.map((id) => Number(id.slice(1)));
        expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
      }),
      { numRuns: 200 },
    );
  });
});
