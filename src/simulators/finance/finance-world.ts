import type { SimulatorClock } from '../clock.ts';
import { type CallFacts, type FaultBoard, faultBoard } from '../faults.ts';
import { answerAfter, badGateway, silence } from '../gateway-faults.ts';
import type { Reply } from '../http-server.ts';
import { commonRoutes, type SteeringRoutes } from '../steering.ts';
import { fieldsOf, textIn } from '../steering-input.ts';
import type { FinanceBook } from './finance-book.ts';

/**
 * What can go wrong at a finance system.
 * - before: it fails, and nothing has been booked.
 * - after: it is booked, and the caller does not learn it properly.
 */
const before = ['bad_gateway_before', 'hang_before', 'throttled', 'session_lost'] as const;
const after = ['bad_gateway_after', 'hang_after', 'drop_after', 'half_body', 'late'] as const;
export type FinanceFault = (typeof before)[number] | (typeof after)[number];

export type FinanceWorld = { clock: SimulatorClock; book: FinanceBook; faults: FaultBoard<FinanceFault> };

export const financeFaults = (): FaultBoard<FinanceFault> => faultBoard([...before, ...after]);

/** How a vendor words the two faults that it answers itself. */
type Wording = { throttled: Reply; sessionLost: Reply };

/** Serves a call under the faults that are set; each may be narrowed to a service. */
export function underFaults(world: FinanceWorld, facts: CallFacts, wording: Wording, serve: () => Reply): Reply {
  const fault = world.faults.take(before, facts);
  if (fault?.kind === 'hang_before') return silence;
  if (fault?.kind === 'throttled') return wording.throttled;
  if (fault?.kind === 'session_lost') return wording.sessionLost;
  if (fault) return badGateway;
  const reply = serve();
  return answerAfter(world.faults.take(after, facts), reply);
}

export const jsonReply = (value: unknown, status = 200): Reply => ({
  status,
  contentType: 'application/json;charset=utf-8',
  body: JSON.stringify(value),
});

export const financeSteering = (world: FinanceWorld): SteeringRoutes => ({
  ...commonRoutes(world),
  'GET /vouchers': () => world.book.vouchers,
  'POST /periods/close': ({ body }) => {
    world.book.record({ type: 'period_closed', period: textIn(fieldsOf(body), 'period') });
  },
  'POST /periods/open': ({ body }) => {
    world.book.record({ type: 'period_opened', period: textIn(fieldsOf(body), 'period') });
  },
  'POST /accounts': ({ body }) => {
    const { codes } = fieldsOf(body);
    world.book.record({ type: 'accounts_known', codes: Array.isArray(codes) ? codes.map(String) : [] });
  },
  'POST /dimensions': ({ body }) => {
    const fields = fieldsOf(body);
    const { codes } = fields;
    world.book.record({
      type: 'dimension_wanted',
      account: textIn(fields, 'account'),
      dimension: textIn(fields, 'dimension'),
      codes: Array.isArray(codes) ? codes.map(String) : [],
    });
  },
});
