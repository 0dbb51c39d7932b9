import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Access } from '../../contract/endpoint.ts';
import type { MerchantId, OrderId } from '../../domain/ids.ts';
import type { Who } from '../../domain/people/levels.ts';
import type { Permission, Role } from '../../domain/people/permissions.ts';

/** Somebody who acts for a merchant. The merchant always comes from here, never from what a request says. */
export type Principal = {
  kind: 'staff' | 'api_key';
  /** Of the person or of the key. */
  id: string;
  name: string;
  merchantId: MerchantId;
  /** Null for an API key. */
  role: Role | null;
  permissions: ReadonlySet<Permission>;
  /** How much they may grant alone. */
  level: number;
};

/** A buyer who has proved one order, and sees that order only. */
export type Buyer = { kind: 'buyer'; id: string; merchantId: MerchantId; orderId: OrderId };

/**
 * Who may call a route. `session`: a person who has signed in, even one who belongs to no merchant yet and is about to
 * found one; only better-auth's own routes use it.
 */
export type RouteAccess = Access | 'session';

/** How the server learns who calls. Each answers null for nobody. */
export type Callers = {
  principalOf(headers: IncomingHttpHeaders): Promise<Principal | null>;
  hasSession(headers: IncomingHttpHeaders): Promise<boolean>;
  buyerOf(request: FastifyRequest): Promise<Buyer | null>;
};

export type CallerOf<A extends Access> = A extends 'public' ? null : A extends 'portal' ? Buyer : Principal;

/** What a command's record says about where it came from. */
export type Meta = {
  merchantId: MerchantId;
  /** From the `Idempotency-Key` header, or new. */
  commandId: string;
  actor: { kind: 'staff' | 'api_key' | 'buyer'; id: string };
  /** Absent for a buyer. */
  who?: Who;
  /** From the `Expected-Version` header: the state of the record that the caller has seen. */
  expectedVersion?: number;
};

/** Whoever acts for a merchant, as far as the domain looks at them. */
export const whoIs = ({ kind, id, level, permissions }: Principal): Who => ({
  id,
  level,
  ...(permissions.has('rma:assign') ? { assigns: true } : {}),
  ...(permissions.has('goods:undo_paid') ? { undoesPaid: true } : {}),
  ...(kind === 'api_key' ? { isProgram: true } : {}),
});

export type MetaOf<A extends Access> = A extends 'public' ? { commandId: string } : Meta;
