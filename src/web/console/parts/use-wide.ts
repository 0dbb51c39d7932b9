import { useSyncExternalStore } from 'react';

const wide = window.matchMedia('(min-width: 1200px)');

const subscribe = (listener: () => void): (() => void) => {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
};

/** Whether a list and what is open in it fit beside each other. Right at the first render, so nothing jumps. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => wide.matches);
