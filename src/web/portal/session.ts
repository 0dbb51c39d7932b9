import { createContext, useContext } from 'react';
import { z } from 'zod';
import { instant } from '../../contract/common.ts';
import type { Endpoint } from '../../contract/endpoint.ts';
import { present } from '../../domain/assert.ts';
import type { CallInput, CallOptions, ReplyOf } from '../ui/api.ts';
import type { MyOrder } from './shapes.ts';
import type { Loaded } from './use-loaded.ts';

/** Proof of one order. */
export const session = z.object({ token: z.string(), expiresAt: instant, shop: z.string() });
export type Session = z.infer<typeof session>;

export type Ask = <const E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  options?: CallOptions,
) => Promise<ReplyOf<E>>;

/** What every screen behind the proof has. */
export type Visit = {
  token: string;
  /** Calls with the token; an answer that it is over leads back to the first screen. */
  ask: Ask;
  order: Loaded<MyOrder>;
  reloadOrder: () => void;
  /** The token ran out, as an upload found. */
  expire: () => void;
  /** The buyer leaves the order. */
  leave: () => void;
};

export const VisitContext = createContext<Visit | null>(null);
export const useVisit = (): Visit => present(useContext(VisitContext), 'a visit');
