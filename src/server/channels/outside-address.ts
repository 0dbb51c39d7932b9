import { isIP } from 'node:net';

/**
 * Why the program may not call an address that somebody typed: a gateway is reached over TLS and by its name, so that
 * the form cannot be used to reach into the network the program runs in. The simulated world of the demo is near.
 */
export function problemOfAddress(address: string, nearIsFine: boolean): string | undefined {
  if (!URL.canParse(address)) return 'not an address';
  const { protocol, hostname, username } = new URL(address);
  if (username !== '') return 'an address without a user name';
  if (nearIsFine && /^(http|ws)s?:$/.test(protocol)) return undefined;
  if (protocol !== 'https:' && protocol !== 'wss:') return 'an address that begins with https:// or wss://';
  const bare = hostname.replace(/^\[|\]$/g, '');
  const isNear = isIP(bare) !== 0 || !bare.includes('.') || /\.(local|internal|localhost|lan|home)$/.test(bare);
  return isNear ? 'the name of a server in the Internet' : undefined;
}
