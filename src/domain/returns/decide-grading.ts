import { never } from '../assert.ts';
import { isDrawn } from '../inspection/second-look.ts';
import { ok, type Result, reject } from '../result.ts';
import { boughtLine } from './bought-line.ts';
import { checkFindings, type Found } from './check-findings.ts';
import { split } from './decide-goods.ts';
import { autoRefund } from './decide-refunds.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { GradingCommand, InspectLine } from './grading.ts';
import { canAnswerScrap, canLookAgain, canResolve, canUndoUnits } from './grading-guards.ts';
import { canInspectLine, lineOf } from './guards.ts';
import { movedOn, putAwayAs } from './put-away.ts';
import type { Rejection } from './rejections.ts';
import type { Rma, RmaLine } from './rma.ts';
import { findingsOf, isSameVerdict } from './second-verdict.ts';
import { undoDisposition, undoInspection } from './undo-grading.ts';

const gradingCommands: Record<GradingCommand['type'], true> = {
  look_again: true,
  resolve_second_look: true,
  approve_scrap: true,
  refuse_scrap: true,
  undo_disposition: true,
  undo_inspection: true,
};
export const isGradingCommand = (command: { type: string }): command is GradingCommand =>
  Object.hasOwn(gradingCommands, command.type);

export function grade(rma: Rma, command: GradingCommand, context: Context): Decision {
  switch (command.type) {
    case 'look_again':
      return lookAgain(rma, command, context);
    case 'resolve_second_look':
      return resolve(rma, command, context);
    case 'approve_scrap':
    case 'refuse_scrap':
      return answerScrap(rma, command, context);
    case 'undo_disposition':
      return undoDisposition(rma, command, context);
    case 'undo_inspection':
      return undoWhole(rma, command) ?? undoInspection(rma, command, context);
    default:
      return never(command);
  }
}

function undoWhole(rma: Rma, { lineId, quantity }: Of<'undo_inspection'>): Decision | null {
  const no = canUndoUnits(lineOf(rma, lineId), quantity);
  return no && reject(no);
}

type Looked = Omit<InspectLine, 'type' | 'lineId'>;
type Told = Omit<Looked, 'quantity'>;

/** Without a book, nothing is asked for but a picture of what failed. */
function found(looked: Looked, line: RmaLine, context: Context): Result<Found, Rejection> {
  if (context.grading) return checkFindings(looked, boughtLine(line, context), context.grading.book);
  const { grade, failedTests, photos } = looked;
  if (failedTests.length > 0 && photos.length === 0) return reject({ code: 'photo_needed_for_failed_test' });
  return ok({ grade, failedTests, failedChecks: [], foreignSerials: [] });
}

export function inspectLine(rma: Rma, command: InspectLine, context: Context): Decision {
  const line = lineOf(rma, command.lineId);
  const no = canInspectLine(line);
  if (no || !line) return reject(no ?? { code: 'line_not_found' });
  if (command.quantity > line.quantity) return reject({ code: 'quantity_exceeds_line', max: line.quantity });
  const looked = found(command, line, context);
  if (!looked.ok) return looked;
  const twice = namedTwice(rma, line, command.serials);
  if (twice) return reject(twice);
  const events: RmaEvent[] = [
    ...split(rma, line, command.quantity),
    { type: 'line_inspected', lineId: line.id, ...recorded(looked.value, command), ...secondLook(line, context) },
  ];
  const inspected = events.reduce<Rma>(evolve, rma);
  return ok([...events, ...autoRefund(inspected, context)]);
}

function namedTwice(rma: Rma, line: RmaLine, serials: readonly string[] = []): Rejection | null {
  const known = rma.lines.flatMap(({ id, serials: own }) => (id === line.id ? [] : (own ?? [])));
  const twice = serials.find((serial) => known.includes(serial));
  return twice === undefined ? null : { code: 'serial_named_twice', serial: twice, field: 'serials' };
}

function recorded(looked: Found, { photos, checks, serials, batch, expiry }: Told) {
  const { grade, gradeName, failedTests, failedChecks, foreignSerials, template } = looked;
  return {
    grade,
    failedTests,
    photos: [...new Set([...photos, ...(checks ?? []).flatMap((check) => check.photos)])],
    ...(gradeName ? { gradeName } : {}),
    ...(looked.checks ? { checks: looked.checks } : {}),
    ...(failedChecks.length > 0 ? { failedChecks } : {}),
    ...(serials && serials.length > 0 ? { serials } : {}),
    ...(foreignSerials.length > 0 ? { foreignSerials } : {}),
    ...(batch === undefined ? {} : { batch }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(template ? { template } : {}),
  };
}

function secondLook(line: RmaLine, context: Context): { secondLook?: { by: string } } {
  const { who, grading } = context;
  if (!who || !grading) return {};
  const { goodsClass } = boughtLine(line, context);
  const { book, draw, inspectedSoFar } = grading;
  return isDrawn(book.secondLooks, goodsClass, inspectedSoFar, draw) ? { secondLook: { by: who.id } } : {};
}

function lookAgain(rma: Rma, command: Of<'look_again'>, context: Context): Decision {
  const line = lineOf(rma, command.lineId);
  const no = canLookAgain(line, context.who);
  if (no || !line?.secondLook) return reject(no ?? { code: 'line_not_found' });
  const looked = found({ ...command, quantity: line.quantity }, line, context);
  if (!looked.ok) return looked;
  const twice = namedTwice(rma, line, command.serials);
  if (twice) return reject(twice);
  // Said in full, also that no check failed: so it is told from what earlier versions did not ask.
  const said = { ...recorded(looked.value, command), failedChecks: looked.value.failedChecks };
  const by = context.who?.id ?? '';
  return settled(rma, context, {
    type: 'line_looked_again',
    lineId: line.id,
    by,
    ...said,
    agrees: isSameVerdict(said, line),
  });
}

function resolve(rma: Rma, { lineId, take, note }: Of<'resolve_second_look'>, context: Context): Decision {
  const line = lineOf(rma, lineId);
  const no = canResolve(line, context.who);
  const second = line?.secondLook?.second;
  if (no || !line || !second || !line.grade) return reject(no ?? { code: 'line_not_found' });
  const chosen = take === 'second' ? second : { ...line, grade: line.grade };
  const { grade, gradeName, failedTests } = chosen;
  return settled(rma, context, {
    type: 'second_look_resolved',
    lineId,
    take,
    note,
    grade,
    ...(gradeName ? { gradeName } : {}),
    failedTests,
    ...findingsOf(chosen),
  });
}

/** Once a verdict stands, what waited for it goes on. */
function settled(rma: Rma, context: Context, event: RmaEvent): Decision {
  return ok([event, ...autoRefund(evolve(rma, event), context)]);
}

function answerScrap(rma: Rma, command: Of<'approve_scrap' | 'refuse_scrap'>, context: Context): Decision {
  const line = lineOf(rma, command.lineId);
  const no = canAnswerScrap(line, context.who);
  if (no || !line?.scrapAsked) return reject(no ?? { code: 'line_not_found' });
  if (command.type === 'refuse_scrap') return ok([{ type: 'scrap_refused', lineId: line.id, note: command.note }]);
  const gone = line.heldAt === undefined ? null : movedOn(context.grading?.there ?? null, line.quantity);
  if (gone) return reject(gone);
  return ok([putAwayAs(rma, line, { disposition: 'scrap', location: line.scrapAsked.location }, context)]);
}
