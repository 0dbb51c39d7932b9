import type { z } from 'zod';
import type { Permission } from '../domain/people/permissions.ts';

/**
 * Who may call: a permission of the signed-in merchant's people and API keys; `signed_in` for one's own account;
 * `portal` for a buyer who has proved an order; `public` for sign-up pages, health and signed webhooks.
 */
export type Access = Permission | 'signed_in' | 'portal' | 'public';

/** How often one caller may use it; see `server/http/budgets.ts`. Left out: as often as ordinary work in the console. */
export type Budget = 'sign_in' | 'portal_lookup' | 'portal_message' | 'heavy';

type Shape = z.ZodType | undefined;

/** One HTTP operation: what the server validates, the web and the SDK infer, and the OpenAPI page shows. */
export type Endpoint<
  A extends Access = Access,
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
  Reply extends z.ZodType = z.ZodType,
> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for parameters: `/api/rmas/:rmaId`. */
  path: string;
  access: A;
  /** A sentence for the OpenAPI page. */
  summary: string;
  /** The heading it stands under on that page. */
  tag: string;
  params?: Params | undefined;
  /** Everything in a query is text: use `z.coerce` for numbers. */
  query?: Query | undefined;
  /** A strict object: an unknown field is refused. */
  body?: Body | undefined;
  /** What JSON looks like on the wire: money as digits in quotes. */
  reply: Reply;
  /** The media type where the reply is not JSON: `text/csv`, `text/event-stream`. `reply` is then not looked at. */
  produces?: string;
  /** The request is a form with files, which the handler reads from `call.request`; there is no `body`. */
  consumes?: 'multipart/form-data';
  budget?: Budget;
  /** `Prefer: return=minimal` (RFC 7240) is heeded: the answer is then 204 without a body. */
  mayBeMinimal?: true;
};

/** Declares an operation and keeps its exact types. */
export const endpoint = <
  const A extends Access,
  const P extends Shape,
  const Q extends Shape,
  const B extends Shape,
  const R extends z.ZodType,
>(
  definition: Endpoint<A, P, Q, B, R>,
): Endpoint<A, P, Q, B, R> => definition;
