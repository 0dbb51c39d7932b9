/**
 * Two names for one courier: ours, which are Kuaidi100's, and a vendor's own. A code that is not in the table goes out and
 * comes in as it is.
 */
export type CourierCodes = { ours(theirs: string): string; theirs(ours: string): string };

export function courierCodes(pairs: Readonly<Record<string, string>>): CourierCodes {
  const back = new Map(Object.entries(pairs).map(([ours, theirs]) => [theirs, ours]));
  return { ours: (theirs) => back.get(theirs) ?? theirs, theirs: (ours) => pairs[ours] ?? ours };
}
