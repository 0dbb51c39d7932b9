import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChannelChange, ChannelFault, ChannelPort, IncomingPush, PushReading } from './port.ts';

/** A shop whose platform tells of changes by itself. */
type TellingBench = {
  port: Pick<ChannelPort, 'capabilities' | 'listen' | 'readPush'>;
  /** Something changes at the platform, each time in another document: that is what it must tell of. */
  change(): Promise<ChannelChange>;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
};

/**
 * `repeated`: the platform says each thing twice. `out_of_order`: the last first. `broken`: the connection breaks while
 * something is on its way.
 */
export type StreamTrouble = 'repeated' | 'out_of_order' | 'broken';

/** For an adapter with `push: 'stream'`. */
export type StreamBench = TellingBench & {
  /** Whether the platform knows that somebody listens; from then on it tells, or keeps for later. */
  heard(): Promise<boolean>;
  /** How many messages to this shop are not confirmed. */
  unconfirmed(): Promise<number>;
  /** Lets the platform say again what was not confirmed, as it does after some time or on a new connection. */
  sayAgain(): Promise<void>;
  /** From now on, or for the next message where it can befall one only. */
  trouble(kind: StreamTrouble): Promise<void>;
  /** Puts on the way what must be ignored: for another shop, about nothing we know of, broken. Answers the numbers in it. */
  stray(): Promise<string[]>;
};

/** For an adapter with `push: 'webhook'`. */
export type WebhookBench = TellingBench & {
  /** The calls that have come to our address so far, the oldest first. */
  arrived(): Promise<readonly IncomingPush[]>;
  /** The platform calls once more with the last thing that it said. */
  repeat(): Promise<void>;
};

type Kept = (changes: readonly ChannelChange[]) => Promise<void>;
type Hearing = { told: ChannelChange[]; ended: Promise<ChannelFault>; stop(): Promise<ChannelFault> };

const within = { timeout: 8_000, interval: 20 };

/** Listens until it is stopped or ends; a rejection counts as an end, as it does for the caller of the port. */
function hear({ port }: StreamBench, keep: Kept = async () => {}): Hearing {
  const told: ChannelChange[] = [];
  const ending = new AbortController();
  const keepAndNote: Kept = async (changes) => {
    await keep(changes);
    told.push(...changes);
  };
  const listening = port.listen?.(keepAndNote, ending.signal) ?? Promise.reject(new Error('the port has no listen'));
  const ended = listening.catch((error: unknown): ChannelFault => ({ kind: 'unknown', cause: String(error) }));
  return {
    told,
    ended,
    stop: () => {
      ending.abort();
      return ended;
    },
  };
}

async function hearAtOnce(bench: StreamBench, keep?: Kept): Promise<Hearing> {
  const hearing = hear(bench, keep);
  await expect.poll(() => bench.heard(), within).toBe(true);
  return hearing;
}

const arrives = ({ told }: Hearing, ...changes: readonly ChannelChange[]) =>
  expect.poll(() => told, within).toEqual(expect.arrayContaining([...changes]));
const allConfirmed = (bench: StreamBench) => expect.poll(() => bench.unconfirmed(), within).toBe(0);

/** The promises of `ChannelPort.listen`. */
export function describeStream(name: string, setUp: () => Promise<StreamBench>): void {
  let bench: StreamBench;
  describe(`${name} as a stream`, () => {
    beforeEach(async () => {
      bench = await setUp();
    });
    afterEach(() => bench.close());
    describeHearing(() => bench);
    describeSilence(() => bench);
    describeTrouble(() => bench);
  });
}

function describeHearing(bench: () => StreamBench): void {
  test('is what the adapter says it has', () => {
    expect(bench().port.capabilities.push).toBe('stream');
    expect(bench().port.listen).toBeDefined();
  });

  test('tells of each document that changes, and is told that it has arrived', async () => {
    const hearing = await hearAtOnce(bench());
    const changes = [await bench().change(), await bench().change()];
    await arrives(hearing, ...changes);
    await allConfirmed(bench());
    await hearing.stop();
  });

  test('is not told that a change has arrived before it is kept', async () => {
    let release = () => {};
    const kept = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked = 0;
    const hearing = await hearAtOnce(bench(), async () => {
      asked += 1;
      await kept;
    });
    await bench().change();
    await expect.poll(() => asked, within).toBeGreaterThan(0);
    expect(await bench().unconfirmed()).toBeGreaterThan(0);
    release();
    await allConfirmed(bench());
    await hearing.stop();
  });

  test('ends when a change cannot be kept, and tells of it again the next time', async () => {
    const failing = await hearAtOnce(bench(), () => Promise.reject(new Error('no room')));
    const change = await bench().change();
    await failing.ended;
    expect(await bench().unconfirmed()).toBeGreaterThan(0);
    await bench().sayAgain();
    const hearing = hear(bench());
    await arrives(hearing, change);
    await allConfirmed(bench());
    await hearing.stop();
  });

  test('does not tell again of what was kept', async () => {
    const before = await hearAtOnce(bench());
    const old = await bench().change();
    await arrives(before, old);
    await allConfirmed(bench());
    await before.stop();
    await bench().sayAgain();
    const after = hear(bench());
    const fresh = await bench().change();
    await arrives(after, fresh);
    expect(after.told).not.toContainEqual(old);
    await after.stop();
  });
}

function describeSilence(bench: () => StreamBench): void {
  test('tells later of what changed while nobody listened', async () => {
    await (await hearAtOnce(bench())).stop();
    const change = await bench().change();
    await bench().sayAgain();
    const hearing = hear(bench());
    await arrives(hearing, change);
    await hearing.stop();
  });

  test('ends when it is told to, and at once', async () => {
    const hearing = await hearAtOnce(bench());
    const ended = await Promise.race([hearing.stop(), new Promise((resolve) => setTimeout(resolve, 2_000, 'late'))]);
    expect(ended).toMatchObject({ kind: expect.any(String) });
    await bench().change();
    await bench().sayAgain();
    expect(hearing.told).toEqual([]);
  });

  test('of one who was told to stop before never begins', async () => {
    const keep = () => Promise.reject(new Error('nothing may be kept'));
    await bench().change();
    const ended = await bench().port.listen?.(keep, AbortSignal.abort());
    expect(ended).toMatchObject({ kind: expect.any(String) });
  });
}

function describeTrouble(bench: () => StreamBench): void {
  test.each(['repeated', 'out_of_order'] as const)('that is %s tells of everything all the same', async (kind) => {
    await (await hearAtOnce(bench())).stop();
    await bench().trouble(kind);
    const changes = [await bench().change(), await bench().change(), await bench().change()];
    await bench().sayAgain();
    const hearing = hear(bench());
    await arrives(hearing, ...changes);
    await allConfirmed(bench());
    await hearing.stop();
  });

  test('that breaks ends with a fault, and what was on its way is told on the next', async () => {
    await (await hearAtOnce(bench())).stop();
    const change = await bench().change();
    await bench().trouble('broken');
    await bench().sayAgain();
    expect(await hear(bench()).ended).toMatchObject({ kind: 'unknown' });
    expect(await bench().unconfirmed()).toBeGreaterThan(0);
    await bench().sayAgain();
    const second = hear(bench());
    await arrives(second, change);
    await allConfirmed(bench());
    await second.stop();
  });

  test('is believed only about this shop and what we know of', async () => {
    const hearing = await hearAtOnce(bench());
    const strays = await bench().stray();
    const change = await bench().change();
    await arrives(hearing, change);
    expect(hearing.told.filter(({ externalId }) => strays.includes(externalId))).toEqual([]);
    await allConfirmed(bench());
    await hearing.stop();
  });
}

/** The promises of `ChannelPort.readPush`. `timed`: the platform signs when it called, so that an old call can be told. */
export function describeWebhook(
  name: string,
  setUp: () => Promise<WebhookBench>,
  { timed }: { timed: boolean } = { timed: false },
): void {
  let bench: WebhookBench;
  describe(`${name} as a webhook`, () => {
    beforeEach(async () => {
      bench = await setUp();
    });
    afterEach(() => bench.close());
    describeReadings(() => bench, timed);
  });
}

function read({ port }: WebhookBench, push: IncomingPush): PushReading {
  return port.readPush?.(push) ?? expect.unreachable('the port has no readPush');
}

/** Waits for one more call than `before`, and gives the newest. */
async function nextPush(bench: WebhookBench, before: number): Promise<IncomingPush> {
  await expect.poll(async () => (await bench.arrived()).length, within).toBeGreaterThan(before);
  return (await bench.arrived()).at(-1) ?? expect.unreachable('a call has arrived');
}

async function pushOfChange(bench: WebhookBench): Promise<{ change: ChannelChange; push: IncomingPush }> {
  const before = (await bench.arrived()).length;
  const change = await bench.change();
  await nextPush(bench, before);
  for (const push of await bench.arrived()) {
    const reading = read(bench, push);
    const told = reading.kind === 'accepted' ? reading.changes : [];
    if (told.some(({ externalId }) => externalId === change.externalId)) return { change, push };
  }
  return expect.unreachable(`no call tells of ${change.kind} ${change.externalId}`);
}

const accepted = (reading: PushReading) =>
  reading.kind === 'accepted' ? reading : expect.unreachable(`refused: ${reading.reason}`);

function describeReadings(bench: () => WebhookBench, timed: boolean): void {
  test('is what the adapter says it has', () => {
    expect(bench().port.capabilities.push).toBe('webhook');
    expect(bench().port.readPush).toBeDefined();
  });

  test('tells of the document that has changed, and answers what the platform wants to read', async () => {
    const { change, push } = await pushOfChange(bench());
    const { changes, answer } = accepted(read(bench(), push));
    expect(changes).toContainEqual(change);
    expect(answer.status).toBeGreaterThanOrEqual(200);
    expect(answer.status).toBeLessThan(300);
  });

  test('that is repeated has the same number, and another one has another', async () => {
    const first = await pushOfChange(bench());
    const before = (await bench().arrived()).length;
    await bench().repeat();
    const again = await nextPush(bench(), before);
    const other = await pushOfChange(bench());
    const idOf = (push: IncomingPush) => accepted(read(bench(), push)).deliveryId;
    expect(idOf(again)).toBe(idOf(first.push));
    expect(idOf(other.push)).not.toBe(idOf(first.push));
  });

  test.each<[string, (push: IncomingPush) => IncomingPush]>([
    ['with a body that was changed', (push) => ({ ...push, text: push.text.replace(/\d(?=\D*$)/, otherDigit) })],
    ['with a body that was written anew', (push) => ({ ...push, text: ` ${push.text}` })],
    ['with nothing that proves whose it is', (push) => ({ ...push, headers: {}, query: {} })],
    ['with an empty body', (push) => ({ ...push, text: '' })],
    ['with half a body', (push) => ({ ...push, text: push.text.slice(0, push.text.length / 2) })],
  ])('%s is refused', async (_, forge) => {
    const { push } = await pushOfChange(bench());
    const reading = read(bench(), forge(push));
    expect(reading).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/./) });
    expect(reading.answer.status).toBeGreaterThanOrEqual(400);
  });

  test.runIf(timed)('that comes a day late is refused', async () => {
    const { push } = await pushOfChange(bench());
    await bench().pass(86_400_000);
    expect(read(bench(), push)).toMatchObject({ kind: 'refused' });
  });
}

const otherDigit = (digit: string): string => String((Number(digit) + 1) % 10);
