import type { SimulatorClock } from './clock.ts';
import type { FaultBoard, FaultRule } from './faults.ts';
import { type Call, type Reply, SteeringError } from './http-server.ts';
import { type Fields, fieldsOf, manyOf, optionalNumberIn, optionalTextIn, present, textIn } from './steering-input.ts';
import { onlyFields } from './steering-shapes.ts';

type SteeringCall = { path: Readonly<Record<string, string>>; query: URLSearchParams; body: unknown };

/** Keyed by method and path below `/__sim`, as in `POST /refunds/:id/ship`. A text result is sent as it is, others as JSON. */
export type SteeringRoutes = Record<string, (call: SteeringCall) => unknown>;

const prefix = '/__sim';

export const isSteering = (call: Call): boolean => call.path.startsWith(`${prefix}/`);

export async function steer(routes: SteeringRoutes, call: Call): Promise<Reply> {
  for (const [route, run] of Object.entries(routes)) {
    const path = match(route, `${call.method} ${call.path.slice(prefix.length)}`);
    if (!path) continue;
    const result = await run({ path, query: call.query, body: parseBody(call.body) });
    if (typeof result === 'string') return { status: 200, contentType: 'application/x-ndjson', body: result };
    return { status: 200, contentType: 'application/json', body: JSON.stringify(result ?? {}) };
  }
  throw new SteeringError(404, `no such steering route: ${call.method} ${call.path}`);
}

/** What every simulator lets its tests do. */
export const commonRoutes = <Kind extends string>(world: {
  faults: FaultBoard<Kind>;
  clock: SimulatorClock;
}): SteeringRoutes => ({ ...faultRoutes(world.faults), ...clockRoutes(world.clock) });

/** Rows as the caller asked for them: `?format=ndjson` streams well into line tools. */
export const rowsReply = (query: URLSearchParams, rows: readonly unknown[]): unknown =>
  query.get('format') === 'ndjson' ? rows.map((row) => `${JSON.stringify(row)}\n`).join('') : rows;

function faultRoutes<Kind extends string>(board: FaultBoard<Kind>): SteeringRoutes {
  return {
    'POST /faults': ({ body }) => {
      for (const fields of manyOf(body)) board.add(faultRuleOf(board.kinds, fields));
    },
    'DELETE /faults': () => board.clear(),
    'GET /faults': () => ({ fired: board.fired() }),
  };
}

const clockRoutes = (clock: SimulatorClock): SteeringRoutes => ({
  'GET /clock': () => ({ now: clock.now() }),
  'POST /clock': ({ body }) => {
    const fields = fieldsOf(body);
    const now = optionalNumberIn(fields, 'now');
    if (now === undefined) clock.shift(optionalNumberIn(fields, 'shiftMs') ?? 0);
    else clock.setTo(now);
    return { now: clock.now() };
  },
});

function faultRuleOf<Kind extends string>(kinds: readonly Kind[], fields: Fields): FaultRule<Kind> {
  const name = textIn(fields, 'kind');
  const kind = kinds.find((known) => known === name);
  if (kind === undefined) throw new SteeringError(400, `"${name}" is no fault here; there are ${kinds.join(', ')}`);
  const filter = fields['filter'] === undefined ? undefined : fieldsOf(fields['filter']);
  return {
    kind,
    ...present({
      count: optionalNumberIn(fields, 'count'),
      probability: optionalNumberIn(fields, 'probability'),
      seed: optionalNumberIn(fields, 'seed'),
      filter: filter && Object.fromEntries(Object.keys(filter).map((fact) => [fact, textIn(filter, fact)])),
      delayMs: optionalNumberIn(fields, 'delayMs'),
      settleAfterMs: optionalNumberIn(fields, 'settleAfterMs'),
      seconds: optionalNumberIn(fields, 'seconds'),
      status: optionalNumberIn(fields, 'status'),
      comNew: optionalTextIn(fields, 'comNew'),
    }),
  };
}

type Reader<T> = (fields: Fields, name: string) => T | undefined;

/** The switches of a simulator, each with how its value is read. */
export const switchRoutes = <Switches extends object>(
  switches: Switches,
  readers: { [Name in keyof Switches]: Reader<Switches[Name]> },
): SteeringRoutes => ({
  'GET /switches': () => switches,
  'POST /switches': ({ body }) => {
    const fields = fieldsOf(body);
    onlyFields(fields, Object.keys(readers));
    const given = Object.entries<Reader<unknown>>(readers).map(([name, read]) => [name, read(fields, name)]);
    return Object.assign(switches, present(Object.fromEntries(given)));
  },
});

/** What a platform has paid, each once, and how often its seller has asked for it. */
export const ledgerRoutes = <Payment extends object>(
  book: { payments: ReadonlyMap<string, Payment>; agreements: ReadonlyMap<string, number> },
  passDeadlines: () => void,
): SteeringRoutes => ({
  'GET /ledger': ({ query }) => {
    passDeadlines();
    const { payments, agreements } = book;
    return rowsReply(
      query,
      [...payments].map(([id, payment]) => ({ ...payment, calls: agreements.get(id) ?? 0 })),
    );
  },
});

/** The one that a path names. */
export function oneOf<Id, T>(all: ReadonlyMap<Id, T>, what: string, id: Id | undefined): T {
  const found = id === undefined ? undefined : all.get(id);
  if (found === undefined) throw new SteeringError(404, `no ${what} ${id}`);
  return found;
}

/** Setting up the same world twice is no fault: what is already there stays as it has become. */
export const once = <Id, T>(all: ReadonlyMap<Id, T>, id: Id | undefined, create: () => T): T =>
  (id === undefined ? undefined : all.get(id)) ?? create();

function match(route: string, actual: string): Record<string, string> | undefined {
  const wanted = route.split('/');
  const given = actual.split('/');
  if (wanted.length !== given.length) return undefined;
  const path: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) path[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return path;
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new SteeringError(400, 'the body is no JSON');
  }
}
