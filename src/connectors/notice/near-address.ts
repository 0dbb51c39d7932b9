import { BlockList, isIP } from 'node:net';

/** What a stranger must not make us call: this machine, its network, and what is no single machine of the Internet. */
const near = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  near.addSubnet(network, prefix, 'ipv4');
// The whole of IPv6 but 2000::/3 is reserved or local, also ::1, fc00::/7, fe80::/10 and the forms that wrap IPv4.
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  near.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address lies in the network of the program or is no address of the Internet. Anything else is near too. */
export function isNearAddress(ip: string): boolean {
  const bare = ip.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 4) return near.check(bare, 'ipv4');
  return family !== 6 || !global6.check(bare, 'ipv6') || near.check(bare, 'ipv6');
}

/** A name that no name server of the Internet knows. */
export const isNearName = (name: string): boolean =>
  !name.includes('.') || /\.(local|internal|localhost|lan|home|home\.arpa|intranet|corp)\.?$/i.test(name);

/** Whether a host that somebody typed is near, as far as one sees without asking a name server. */
export function looksNear(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? isNearName(bare) : isNearAddress(bare);
}
