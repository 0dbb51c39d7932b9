import { useSyncExternalStore } from 'react';

const watcher = (query: string) => {
  const media = window.matchMedia(query);
  const subscribe = (listener: () => void): (() => void) => {
    media.addEventListener('change', listener);
    return () => media.removeEventListener('change', listener);
  };
  // Right at the first render, so nothing jumps.
  return (): boolean => useSyncExternalStore(subscribe, () => media.matches);
};

/** Whether a list and what is open in it fit beside each other. */
export const useWide = watcher('(min-width: 1200px)');

/** Whether a hand holds the screen: what is not done first goes behind a button. */
export const usePhone = watcher('(max-width: 600px)');
