import type { Reason } from '../../domain/policy/reasons.ts';

/**
 * What a platform's reason stands for. `is`: the whole text or code; `contains`: a part of it. `verified`: the vendor
 * publishes it; otherwise it is recalled, and what it stands for is our reading.
 */
export type ReasonEntry = { says: string; match: 'is' | 'contains'; reason: Reason; verified: boolean };

type Terms = { verified?: boolean };

export const exactly = (reason: Reason, texts: readonly string[], { verified = false }: Terms = {}): ReasonEntry[] =>
  texts.map((says) => ({ says, match: 'is', reason, verified }));

export const containing = (reason: Reason, parts: readonly string[]): ReasonEntry[] =>
  parts.map((says) => ({ says, match: 'contains', reason, verified: false }));

/** What a table says of a text; a whole text goes before a part, and of parts the first. Undefined: nothing. */
export function reasonIn(table: readonly ReasonEntry[], said: string): Reason | undefined {
  const whole = table.find(({ match, says }) => match === 'is' && says === said);
  return (whole ?? table.find(({ match, says }) => match === 'contains' && said.includes(says)))?.reason;
}
