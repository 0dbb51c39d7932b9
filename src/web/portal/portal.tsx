import { useCallback, useEffect, useMemo, useState } from 'react';
import { myOrder } from '../../contract/portal.ts';
import { call, problemOf } from '../ui/api.ts';
import { now } from '../ui/clock.ts';
import { FindOrder } from './find/find-order.tsx';
import { Frame } from './frame.tsx';
import { keep, readKept } from './kept.ts';
import { OrderScreen } from './order/order-screen.tsx';
import { ProgressScreen } from './progress/progress-screen.tsx';
import { RequestFlow } from './request/request-flow.tsx';
import { goInstead, type Route, useRoute } from './route.ts';
import { type Ask, type Session, session, type Visit, VisitContext } from './session.ts';
import { useLoaded } from './use-loaded.ts';

const namedShop = (): string => new URLSearchParams(location.search).get('shop')?.trim() ?? '';

/** The proof of this tab, unless it is over or of another shop than the address names. */
function keptSession(): Session | null {
  const kept = readKept('session', session);
  if (!kept || kept.expiresAt <= now()) return null;
  return namedShop() === '' || namedShop() === kept.shop ? kept : null;
}

/** Before the order is proven there is one screen; the address is kept, so that the proof leads to where it points. */
export function Portal() {
  const [open, setOpen] = useState(keptSession);
  const [expired, setExpired] = useState(() => !open && readKept('session', session) !== null);
  const route = useRoute();

  const begin = (started: Session) => {
    keep('session', started);
    setOpen(started);
    setExpired(false);
    if (route.at === 'find') goInstead({ at: 'order' });
  };
  const end = useCallback((because: 'expired' | 'left') => {
    keep('session', null);
    setOpen(null);
    setExpired(because === 'expired');
    if (because === 'left') {
      keep('draft', null);
      goInstead({ at: 'find' });
    }
  }, []);

  if (!open) {
    return (
      <Frame shopName={null} leave={null}>
        <FindOrder shop={namedShop()} expired={expired} found={begin} />
      </Frame>
    );
  }
  return <OpenOrder key={open.token} open={open} end={end} route={route} />;
}

function OpenOrder(props: { open: Session; end: (because: 'expired' | 'left') => void; route: Route }) {
  const { open, end, route } = props;
  const ask = useCallback<Ask>(
    (endpoint, input, options) =>
      call(endpoint, input, { ...options, headers: { authorization: `Bearer ${open.token}` } }).catch(
        (error: unknown) => {
          if (problemOf(error).status === 401) end('expired');
          throw error;
        },
      ),
    [open.token, end],
  );
  const [order, reloadOrder] = useLoaded('order', (signal) => ask(myOrder, {}, { signal }));
  const visit = useMemo<Visit>(
    () => ({ token: open.token, ask, order, reloadOrder, expire: () => end('expired'), leave: () => end('left') }),
    [open.token, ask, order, reloadOrder, end],
  );
  useEffect(() => {
    if (route.at === 'find') goInstead({ at: 'order' });
  }, [route.at]);

  return (
    <VisitContext value={visit}>
      <Frame shopName={order.state === 'ready' ? order.value.shopName : null} leave={visit.leave}>
        <Place route={route} />
      </Frame>
    </VisitContext>
  );
}

function Place({ route }: { route: Route }) {
  switch (route.at) {
    case 'find':
      return null;
    case 'order':
      return <OrderScreen />;
    case 'request':
      return <RequestFlow step={route.step} />;
    case 'return':
      return <ProgressScreen key={route.rmaId} rmaId={route.rmaId} />;
  }
}
