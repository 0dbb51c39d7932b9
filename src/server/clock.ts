import { fromMs, type Instant } from '../domain/time.ts';

export type Clock = { now(): Instant };

export const systemClock: Clock = { now: () => fromMs(Date.now()) };
