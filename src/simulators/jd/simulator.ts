import { faultBoard } from '../faults.ts';
import { pageNotFound } from '../gateway-faults.ts';
import { listen } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';
import { openJdBook } from './book.ts';
import { faultStages } from './fault-kinds.ts';
import { answerGateway } from './gateway.ts';
import { answerRefresh } from './oauth.ts';
import { jdSteering } from './steering.ts';
import { type JdWorld, passDeadlines, type Seller, testApps, testSellers } from './world.ts';

export type JdOptions = StartOptions & {
  /** Secrets by `app_key`. */
  apps?: Record<string, string>;
  sellers?: Seller[];
};

/** A gateway at `<url>/routerjson`, tokens at `<url>/oauth2/refresh_token`, steered below `<url>/__sim`. */
export async function startJd(options: JdOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'jd');
  const world: JdWorld = {
    clock,
    book: openJdBook(journalFile(options, 'jd')),
    faults: faultBoard(Object.values(faultStages).flat()),
    apps: new Map(Object.entries(options.apps ?? testApps)),
    sellers: options.sellers ?? testSellers,
    bans: new Map(),
    calls: [],
    switches: { autoAgree: false, payOnRegister: true, payOnApproval: true, callsPerMinute: null },
  };
  const steering = jdSteering(world);
  const server = await listen(options.port ?? 0, (call) => {
    if (isSteering(call)) return steer(steering, call);
    if (call.path === '/oauth2/refresh_token') return answerRefresh(world, call);
    return call.path === '/routerjson' ? answerGateway(world, call) : pageNotFound;
  });
  return running(server, world, () => passDeadlines(world));
}
