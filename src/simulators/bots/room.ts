import type { SimulatorClock } from '../clock.ts';
import { deliveryOf, type FaultBoard, faultBoard } from '../faults.ts';
import { type Call, listen, type Reply } from '../http-server.ts';
import { clockOf, type Simulator, type StartOptions } from '../simulator.ts';
import { commonRoutes, isSteering, steer } from '../steering.ts';

/** Something that a bot has said in its group. Nothing is kept over a restart: groups scroll. */
export type Said = { at: number; kind: string; title: string; text: string };

export const botFaults = [
  /** Nothing is said: the vendor is ill, or silent. */
  'fail_before',
  'hang_before',
  /** It is said, and the caller does not learn it. */
  'fail_after',
  'hang_after',
  'drop_after',
  'half_body',
  'throttled',
] as const;
export type BotFault = (typeof botFaults)[number];

/** What a vendor's bot makes of a call: a refusal in its own words, or what it says in the group. */
export type Hearing = { refusal: Refusal } | { said: Omit<Said, 'at'> };
export type Refusal = { code: number; message: string };

/** A vendor's ways, where they differ. */
export type BotHabits = {
  name: string;
  path: string;
  hear(call: Call, nowMs: number): Hearing;
  /** How an answer looks. Code 0 is good. */
  answer(refusal: Refusal): object;
  tooFast: Refusal;
  /** Most messages in each span; whoever sends more is shut out for a while, not counting what was refused. */
  limits: readonly { most: number; spanMs: number }[];
  shutOutMs: number;
};

const good: Refusal = { code: 0, message: 'ok' };
const before: readonly BotFault[] = ['fail_before', 'hang_before', 'throttled'];
const after: readonly BotFault[] = ['fail_after', 'hang_after', 'drop_after', 'half_body'];

/** A bot in a group, steered below `/__sim`: `GET /messages` shows the group, `DELETE /messages` clears it. */
export async function startBot(habits: BotHabits, options: StartOptions): Promise<Simulator> {
  const clock = clockOf(options, habits.name);
  const faults: FaultBoard<BotFault> = faultBoard(botFaults);
  const said: Said[] = [];
  const gate = gateOf(habits, clock);
  const steering = {
    ...commonRoutes({ faults, clock }),
    'GET /messages': () => said,
    'DELETE /messages': () => {
      said.length = 0;
    },
  };
  const server = await listen(options.port ?? 0, (call) => {
    if (isSteering(call)) return steer(steering, call);
    if (call.method !== 'POST' || !call.path.startsWith(habits.path)) return notThere;
    return receive(call);
  });

  function receive(call: Call): Reply {
    const reply = (refusal: Refusal): Reply => ({
      status: 200,
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify(habits.answer(refusal)),
    });
    const early = faults.take(before, {});
    if (early?.kind === 'fail_before') return broken;
    if (early?.kind === 'hang_before') return { ...reply(good), delivery: { kind: 'never' } };
    if (early?.kind === 'throttled') return reply(habits.tooFast);
    const heard = habits.hear(call, clock.now());
    if ('refusal' in heard) return reply(heard.refusal);
    if (!gate.letsIn()) return reply(habits.tooFast);
    said.push({ at: clock.now(), ...heard.said });
    const late = faults.take(after, {});
    if (late?.kind === 'fail_after') return broken;
    return late ? { ...reply(good), delivery: deliveryOf(late) } : reply(good);
  }

  return { url: server.url, clock, close: server.close };
}

const broken: Reply = { status: 502, contentType: 'text/html', body: '<html><body>502 Bad Gateway</body></html>' };
const notThere: Reply = { status: 404, contentType: 'text/html', body: '<html><body>404</body></html>' };

function gateOf({ limits, shutOutMs }: BotHabits, clock: SimulatorClock): { letsIn(): boolean } {
  let times: number[] = [];
  let shutUntil = 0;
  return {
    letsIn: () => {
      const now = clock.now();
      if (now < shutUntil) return false;
      const longest = Math.max(...limits.map(({ spanMs }) => spanMs));
      times = times.filter((time) => time > now - longest);
      const isFull = limits.some(({ most, spanMs }) => times.filter((time) => time > now - spanMs).length >= most);
      if (isFull) {
        shutUntil = now + shutOutMs;
        return false;
      }
      times.push(now);
      return true;
    },
  };
}

/** The JSON of a call, or an empty object: each vendor has words of its own for what it lacks. */
export function bodyOf(call: Call): Readonly<Record<string, unknown>> {
  try {
    return objectIn(JSON.parse(call.body.toString('utf8')));
  } catch {
    return {};
  }
}

export const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
