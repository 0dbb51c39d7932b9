import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';

type Taker = { current: ((code: string) => void) | undefined };

/** Whoever counts articles takes the scans of the desk meanwhile, which else would look for parcels. */
export const ScanTakerContext = createContext<Taker>({ current: undefined });

export function ScanTaker({ onScan, children }: { onScan: (code: string) => void; children: ReactNode }) {
  const shared = useContext(ScanTakerContext);
  const latest = useRef(onScan);
  latest.current = onScan;
  useEffect(() => {
    shared.current = (code) => latest.current(code);
    return () => {
      shared.current = undefined;
    };
  }, [shared]);
  return children;
}
