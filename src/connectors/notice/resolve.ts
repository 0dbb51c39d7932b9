import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isNearAddress, looksNear } from './near-address.ts';

export type Resolved = { kind: 'address'; address: string } | { kind: 'near' } | { kind: 'nowhere'; cause: string };

/** Asks a name server for the addresses of a name. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const bySystem: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * The one address that will be connected to. It is looked up once: a name that answers differently to a second question
 * must not lead past the check. A name of which any address is near is refused, as an honest one has none.
 */
export async function resolveOnce(host: string, mayBeNear: boolean, ask: Resolve = bySystem): Promise<Resolved> {
  const bare = host.replace(/^\[|\]$/g, '');
  if (!mayBeNear && looksNear(bare)) return { kind: 'near' };
  if (isIP(bare) !== 0) return { kind: 'address', address: bare };
  const addresses = await ask(bare).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (typeof addresses === 'string') return { kind: 'nowhere', cause: addresses };
  if (!mayBeNear && addresses.some(isNearAddress)) return { kind: 'near' };
  // Servers behind both kinds are reached by the older one from every network.
  const address = addresses.find((each) => isIP(each) === 4) ?? addresses[0];
  return address === undefined ? { kind: 'nowhere', cause: `${bare} has no address` } : { kind: 'address', address };
}
