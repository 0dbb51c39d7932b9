import { deliveryOf, type FiredFault } from './faults.ts';
import type { Reply } from './http-server.ts';

export const pageNotFound: Reply = { status: 404, contentType: 'text/html', body: '<html><body>404</body></html>' };

export const badGateway: Reply = {
  status: 502,
  contentType: 'text/html',
  body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
};

/** Silence, and nothing is done. */
export const silence: Reply = { ...badGateway, delivery: { kind: 'never' } };

/** What comes of a call that is served, by the fault that strikes its answer. */
export function answerAfter(loss: FiredFault<string> | undefined, answer: Reply): Reply {
  if (!loss) return answer;
  return loss.kind === 'bad_gateway_after' ? badGateway : { ...answer, delivery: deliveryOf(loss) };
}
