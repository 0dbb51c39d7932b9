import { never } from '../assert.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { RmaEvent } from './events.ts';
import type { GradingEvent, SecondLook } from './grading.ts';
import { inspected, withReplacement } from './line-plan.ts';
import type { Rma, RmaLine } from './rma.ts';
import { togetherOf, withFindingsOf } from './second-verdict.ts';

const gradingTypes: Record<GradingEvent['type'], true> = {
  line_looked_again: true,
  second_look_resolved: true,
  scrap_asked: true,
  scrap_refused: true,
  line_disposition_undone: true,
  line_inspection_undone: true,
};
export const isOfGrading = (event: RmaEvent): event is GradingEvent => Object.hasOwn(gradingTypes, event.type);

type Inspected = Extract<RmaEvent, { type: 'line_inspected' }>;
type Disposed = Extract<RmaEvent, { type: 'line_disposed' }>;

const onLine = (rma: Rma, id: string, change: (line: RmaLine) => RmaLine): Rma => ({
  ...rma,
  lines: rma.lines.map((line) => (line.id === id ? change(line) : line)),
});

/** What an inspection says of a line beside what every version has said. */
function withFindings(line: RmaLine, event: Inspected): RmaLine {
  const { gradeName, failedChecks, serials, foreignSerials, batch, expiry, secondLook } = event;
  return {
    ...line,
    ...(gradeName ? { gradeName } : {}),
    ...(failedChecks ? { failedChecks } : {}),
    ...(serials ? { serials } : {}),
    ...(foreignSerials ? { foreignSerials } : {}),
    ...(batch === undefined ? {} : { batch }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(secondLook ? { secondLook: { state: 'waiting', by: secondLook.by } } : {}),
  };
}

export const lineInspected = (rma: Rma, event: Inspected): Rma =>
  onLine(rma, event.lineId, (line) =>
    inspected(
      withFindings({ ...line, inspection: 'graded', grade: event.grade, failedTests: event.failedTests }, event),
      resolutionFacts[rma.resolution],
    ),
  );

export function lineDisposed(rma: Rma, event: Disposed): Rma {
  const facts = resolutionFacts[rma.resolution];
  const toWorkshop = facts.replacement === 'after_repair' && event.disposition === 'repair';
  return onLine(rma, event.lineId, ({ heldAt: _, scrapAsked: __, ...line }) =>
    withReplacement(
      {
        ...line,
        disposition: event.disposition,
        ...(toWorkshop ? { workshop: event.location } : {}),
        ...(event.disposition === 'quarantine' ? { heldAt: event.location } : {}),
        ...(event.claimEnds ? { settlement: 'not_due' } : {}),
      },
      facts,
    ),
  );
}

export function graded(rma: Rma, event: GradingEvent): Rma {
  const facts = resolutionFacts[rma.resolution];
  switch (event.type) {
    case 'line_looked_again': {
      const second = secondOf(event);
      return onLine(rma, event.lineId, (line) => {
        const state = event.agrees ? 'agreed' : 'differs';
        const next: RmaLine = { ...line, secondLook: { state, by: line.secondLook?.by ?? '', second } };
        // Of what an earlier version wrote only the state is taken: what was due by it stays as it was stored.
        if (event.failedChecks === undefined) return next;
        return withReplacement(event.agrees ? { ...next, ...togetherOf(line, second) } : next, facts);
      });
    }
    case 'second_look_resolved':
      return onLine(rma, event.lineId, ({ gradeName: _, ...line }) =>
        withReplacement(
          {
            ...withFindingsOf(line, event),
            grade: event.grade,
            ...(event.gradeName ? { gradeName: event.gradeName } : {}),
            failedTests: event.failedTests,
            ...(line.secondLook ? { secondLook: { ...line.secondLook, state: 'resolved' } } : {}),
          },
          facts,
        ),
      );
    case 'scrap_asked':
      return onLine(rma, event.lineId, (line) => ({
        ...line,
        scrapAsked: { by: event.by, location: event.location },
      }));
    case 'scrap_refused':
      return onLine(rma, event.lineId, ({ scrapAsked: _, ...line }) => line);
    case 'line_disposition_undone':
      return onLine(rma, event.lineId, ({ workshop: _, heldAt: __, ...line }) =>
        withReplacement(
          {
            ...line,
            disposition: event.from === undefined ? 'undecided' : 'quarantine',
            ...(event.from === undefined ? {} : { heldAt: event.from }),
            ...(event.claimRevived && line.settlement === 'not_due' ? { settlement: 'due' } : {}),
          },
          facts,
        ),
      );
    case 'line_inspection_undone':
      return onLine(rma, event.lineId, (line) => withReplacement(ungraded(line), facts));
    default:
      return never(event);
  }
}

function secondOf(event: Extract<GradingEvent, { type: 'line_looked_again' }>): NonNullable<SecondLook['second']> {
  const { by, grade, gradeName, failedTests, failedChecks, serials, foreignSerials, batch, expiry } = event;
  return {
    by,
    grade,
    ...(gradeName ? { gradeName } : {}),
    failedTests,
    ...(failedChecks ? { failedChecks } : {}),
    ...(serials ? { serials } : {}),
    ...(foreignSerials ? { foreignSerials } : {}),
    ...(batch === undefined ? {} : { batch }),
    ...(expiry === undefined ? {} : { expiry }),
  };
}

function ungraded(line: RmaLine): RmaLine {
  const {
    gradeName: _,
    failedChecks: _checks,
    serials: _serials,
    foreignSerials: _foreign,
    batch: _batch,
    expiry: _expiry,
    secondLook: _look,
    scrapAsked: _scrap,
    ...rest
  } = line;
  return {
    ...rest,
    inspection: 'pending',
    grade: null,
    failedTests: [],
    // Money that was only due is due again with the next verdict; what was ordered stays as it is.
    settlement: line.settlement === 'due' ? 'not_due' : line.settlement,
  };
}
