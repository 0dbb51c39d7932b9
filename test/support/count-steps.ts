import type { OpenRma, RmaCommand } from '../../src/domain/returns/commands.ts';
import type { Rma, RmaLine } from '../../src/domain/returns/rma.ts';

type Counting = { kind: string; part: number; choice: number };

/** Now and then somebody says why goods are missing, and how many. */
export const missingFacts = ({ choice }: Counting, quantity: number) =>
  choice % 3 === 0 ? {} : ({ quantity, cause: choice % 3 === 1 ? 'short' : 'empty_box' } as const);

/** What the count finds otherwise, in a world of made-up steps. */
export function ofCount(
  rma: Rma,
  { kind, part, choice }: Counting,
  line: RmaLine | undefined,
  quantity: number,
): Exclude<RmaCommand, OpenRma> | undefined {
  if (kind === 'settle_difference') {
    const all = rma.differences ?? [];
    const difference = all[part % Math.max(all.length, 1)];
    return difference && { type: 'settle_difference', differenceId: difference.id, outcome: 'as_counted' };
  }
  if (!line) return undefined;
  if (kind === 'find_line') return { type: 'find_line', lineId: line.id, quantity };
  if (kind !== 'report_difference') return undefined;
  const found = choice % 2 === 0 ? 'extra' : 'wrong_article';
  return { type: 'report_difference', kind: found, lineId: line.id, quantity, photos: [], unknownId: 'unp_1' };
}
