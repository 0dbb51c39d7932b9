import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { Navigate, useLocation } from 'react-router';
import { me } from '../../../contract/people.ts';
import type { Permission } from '../../../domain/people/permissions.ts';
import { problemOf, type ReplyOf, request } from '../../ui/api.ts';
import { Failed } from '../parts/blank.tsx';
import { useRead } from '../parts/use-api.ts';
import { ZoneContext } from '../parts/use-formats.ts';
import { forgetSession, keepSession, keptSession } from '../receiving/offline/kept-session.ts';
import { wipeSnapshot } from '../receiving/offline/local-store.ts';

export type Session = ReplyOf<typeof me> & { may: (permission: Permission) => boolean };

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('a screen outside of a session');
  return session;
}

/** Whoever is not signed in goes to the sign-in page and comes back to where he wanted to be. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { pathname, search } = useLocation();
  const answer = useRead(me, {}, { always: true });
  // Only the desk goes on without a connection: under the name of who last worked here.
  const isUnreachable = answer.failureReason !== null && problemOf(answer.failureReason).status === 0;
  const isOffline = !answer.data && pathname === '/receiving' && (isUnreachable || !navigator.onLine);
  const known = useMemo(() => answer.data ?? (isOffline ? keptSession() : undefined), [answer.data, isOffline]);
  useEffect(() => {
    if (answer.data) keepSession(answer.data);
    else if (answer.error && problemOf(answer.error).status === 401) forgetSession();
  }, [answer.data, answer.error]);
  const session = useMemo(() => {
    if (!known) return null;
    const held = new Set<Permission>(known.permissions);
    return { ...known, may: (permission: Permission) => held.has(permission) };
  }, [known]);
  if (session) {
    return (
      <ZoneContext value={session.merchant.timeZone}>
        <SessionContext value={session}>{children}</SessionContext>
      </ZoneContext>
    );
  }
  if (!answer.error) return null;
  if (problemOf(answer.error).status === 401) {
    const wanted = `${pathname}${search}`;
    return <Navigate to={wanted === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(wanted)}`} replace />;
  }
  return <Failed error={answer.error} retry={answer.refetch} />;
}

export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await request('/api/auth/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }).catch(() => undefined);
    forgetSession();
    await wipeSnapshot().catch(() => undefined);
    queries.clear();
    // A fresh page: nothing of one person stays in memory for the next.
    window.location.assign('/sign-in');
  };
}
