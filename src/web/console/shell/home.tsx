import { lazy } from 'react';
import { Navigate, useLocation } from 'react-router';
import type { Role } from '../../../domain/people/permissions.ts';
import { useSession } from './session.tsx';

const Overview = lazy(() => import('../overview/overview-page.tsx'));

/** Where each role's day begins; the others begin with the overview. */
const firstScreens: Partial<Record<Role, string>> = {
  agent: '/queue',
  inspector: '/receiving',
  finance: '/refunds',
};

/** The first address after signing in leads to one's work; the overview itself stays a click away. */
export function Home() {
  const { principal, may } = useSession();
  const { state } = useLocation();
  const first = principal.role ? firstScreens[principal.role] : undefined;
  const justSignedIn = typeof state === 'object' && state !== null && 'justSignedIn' in state;
  if (justSignedIn && first) return <Navigate to={first} replace />;
  return may('rma:read') ? <Overview /> : <Navigate to={first ?? '/orders'} replace />;
}
