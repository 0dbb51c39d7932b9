import type { FieldProblem } from './account.ts';

/** What is wrong with the address of a bot as the vendor shows it: it lies at the vendor, and carries the bot's key. */
export function botAddressProblem(
  address: string | undefined,
  { hosts, isComplete }: { hosts: readonly string[]; isComplete: (url: URL) => boolean },
  mayBeNear: boolean,
): FieldProblem | undefined {
  const wrong: FieldProblem = { field: 'webhookUrl', reason: 'vendor_address' };
  if (address === undefined) return undefined;
  if (!URL.canParse(address)) return wrong;
  const url = new URL(address);
  if (url.username !== '' || !isComplete(url)) return wrong;
  // A vendor's private installation, or a simulator: the operator has allowed it.
  if (mayBeNear && /^https?:$/.test(url.protocol)) return undefined;
  return url.protocol === 'https:' && url.port === '' && hosts.includes(url.hostname) ? undefined : wrong;
}
