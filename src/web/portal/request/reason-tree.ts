import type { Reason } from '../../../domain/policy/reasons.ts';

export type ReasonGroup = 'changed_mind' | 'something_wrong' | 'not_here' | 'something_else';

/** Where a buyer would look for each reason, in the order of how often it is meant. */
const branches: Record<ReasonGroup, readonly Reason[]> = {
  changed_mind: ['no_reason', 'size_or_color'],
  something_wrong: ['quality_fault', 'not_as_described', 'wrong_item', 'missing_part', 'damaged_in_transit'],
  not_here: ['not_shipped', 'not_received'],
  something_else: ['other'],
};

const groups: readonly ReasonGroup[] = ['changed_mind', 'something_wrong', 'not_here', 'something_else'];

/** The tree with the reasons that this order allows; a branch without any is left out. */
export const reasonTree = <Offered extends { code: Reason }>(
  offered: readonly Offered[],
): { group: ReasonGroup; reasons: Offered[] }[] =>
  groups
    .map((group) => ({
      group,
      reasons: branches[group].flatMap((code) => offered.filter((each) => each.code === code)),
    }))
    .filter(({ reasons }) => reasons.length > 0);
