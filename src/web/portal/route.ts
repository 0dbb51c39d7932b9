import { useSyncExternalStore } from 'react';
import { rmaId } from '../../contract/common.ts';

/** The questions of a request, in the order they are asked. */
const requestSteps = ['lines', 'reason', 'resolution', 'photos', 'preview'] as const;
export type RequestStep = (typeof requestSteps)[number];

export type ReturnId = `rma_${string}`;

export type Route =
  | { at: 'find' }
  | { at: 'order' }
  | { at: 'request'; step: RequestStep }
  | { at: 'return'; rmaId: ReturnId };

/** The place within the portal stands behind the `#`, so that the server needs to know one address only. */
export function routeFrom(hash: string): Route {
  const [, place = '', part = ''] = hash.replace(/^#/, '').split('/');
  const step = requestSteps.find((each) => each === part);
  if (place === 'request' && step) return { at: 'request', step };
  const id = rmaId.safeParse(part);
  if (place === 'returns' && id.success) return { at: 'return', rmaId: id.data };
  return place === 'order' ? { at: 'order' } : { at: 'find' };
}

export function hashOf(route: Route): string {
  if (route.at === 'request') return `#/request/${route.step}`;
  if (route.at === 'return') return `#/returns/${route.rmaId}`;
  return `#/${route.at}`;
}

export function go(route: Route): void {
  location.hash = hashOf(route);
}

/**
 * Goes there without leaving the present place in the history: back must not lead into a form that was sent. It takes
 * effect at once, so that what is changed in the same breath is not rendered at the old place.
 */
export function goInstead(route: Route): void {
  history.replaceState(null, '', hashOf(route));
  dispatchEvent(new Event('hashchange'));
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** The hash itself is the snapshot: a text is equal to itself, a parsed route would be new every time. */
export const useRoute = (): Route => routeFrom(useSyncExternalStore(subscribe, () => location.hash));
