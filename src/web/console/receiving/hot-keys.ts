import { createContext, useContext, useEffect, useRef } from 'react';

export type HotKeys = Record<string, () => void>;

/** The keys of the step in hand. They are pressed in the scan box, which always has the focus. */
export const HotKeyContext = createContext<{ current: HotKeys }>({ current: {} });

export function useHotKeys(keys: HotKeys): void {
  const shared = useContext(HotKeyContext);
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    shared.current = new Proxy<HotKeys>({}, { get: (_, name) => latest.current[String(name)] });
    return () => {
      shared.current = {};
    };
  }, [shared]);
}
