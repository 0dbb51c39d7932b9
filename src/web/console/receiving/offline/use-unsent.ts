import { useSyncExternalStore } from 'react';
import { type Unsent, unsentNow, watchUnsent } from './sync.ts';

export const useUnsent = (): Unsent => useSyncExternalStore(watchUnsent, unsentNow);
