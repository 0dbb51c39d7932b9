import type { RmaView } from '../../contract/returns.ts';
import type { RmaLineId } from '../../domain/ids.ts';
import type { Who } from '../../domain/people/levels.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Rma, RmaLine } from '../../domain/returns/rma.ts';
import { waiting } from './rma-store.ts';

/** A second look is blind: until it is done, only who gave the first verdict knows it. */
export const isBlind = ({ secondLook }: RmaLine, who: Who | undefined): boolean =>
  secondLook?.state === 'waiting' && secondLook.by !== who?.id;

type FindingsView = Pick<
  RmaView['lines'][number],
  | 'grade'
  | 'gradeName'
  | 'failedTests'
  | 'failedChecks'
  | 'serials'
  | 'foreignSerials'
  | 'batch'
  | 'expiry'
  | 'waitsFor'
>;

/** What is known of the goods of a line, as far as the one who looks may know it. */
export function findingsView(line: RmaLine, who: Who): FindingsView {
  const hidden = isBlind(line, who);
  return {
    grade: hidden ? null : line.grade,
    gradeName: (hidden ? undefined : line.gradeName) ?? null,
    failedTests: hidden ? [] : line.failedTests,
    failedChecks: (hidden ? undefined : line.failedChecks) ?? [],
    serials: (hidden ? undefined : line.serials) ?? [],
    foreignSerials: (hidden ? undefined : line.foreignSerials) ?? [],
    batch: (hidden ? undefined : line.batch) ?? null,
    expiry: (hidden ? undefined : line.expiry) ?? null,
    waitsFor: waiting(line).waits_for,
  };
}

/** Lines of which the one who looks may not know the verdict. Absent: of none in the sample. */
export type Unseen = { unseen?: ReadonlySet<RmaLineId> };

export const blindTo = (rma: Rma, who: Who): Required<Unseen> => ({
  unseen: new Set(rma.lines.filter((line) => isBlind(line, who)).map(({ id }) => id)),
});

type VerdictEvent = Extract<RmaEvent, { type: 'line_inspected' | 'line_looked_again' | 'second_look_resolved' }>;
const isVerdict = (event: RmaEvent): event is VerdictEvent =>
  event.type === 'line_inspected' || event.type === 'line_looked_again' || event.type === 'second_look_resolved';

/**
 * All that was ever said of a line stays hidden while its second look waits, also what was taken back since: it was said
 * of the same goods. A list without a return beside it cannot know who still is to look: there the verdicts of the sample
 * stay out.
 */
export const isHidden = (event: RmaEvent, unseen: Unseen['unseen']): event is VerdictEvent =>
  isVerdict(event) &&
  (unseen ? unseen.has(event.lineId) : event.type === 'line_inspected' && event.secondLook !== undefined);
