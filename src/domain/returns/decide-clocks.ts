import { never } from '../assert.ts';
import { type AutoAction, kindFacts } from '../policy/deadlines.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { ok, reject } from '../result.ts';
import { escalationTo } from './approving.ts';
import { nextAct } from './clock-acts.ts';
import { claimOf, granted } from './decide-review.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { canExtendDeadline } from './guards.ts';
import { termsFor } from './return-terms.ts';
import { isAutomatic, type Rma } from './rma.ts';
import { clocksOf, platformClock, type RunningClock } from './running-clocks.ts';

/** The clock that a timer was set by; undefined where it has moved or stopped since, and the timer means nothing. */
const meant = (rma: Rma, { kind, dueAt }: Pick<Of<'let_lapse'>, 'kind' | 'dueAt'>, { policy }: Context) =>
  clocksOf(rma, policy).find((clock) => clock.kind === kind && clock.at === dueAt);

/** Does what the policy wants done by now, the earliest first, for as long as the clock still runs. */
export function actOnClock(rma: Rma, command: Of<'act_on_clock'>, context: Context): Decision {
  const events: RmaEvent[] = [];
  let after = rma;
  for (;;) {
    const clock = meant(after, command, context);
    if (!clock || context.now >= clock.at) return ok(events);
    const next = nextAct(clock, after, context.policy);
    if (!next || next.at > context.now) return ok(events);
    for (const action of next.actions) {
      // What went before may have ended the matter.
      if (!meant(after, command, context)) return ok(events);
      const done = actionTaken(after, clock, action, command, context);
      events.push(...done);
      after = done.reduce<Rma>(evolve, after);
    }
  }
}

function actionTaken(
  rma: Rma,
  clock: RunningClock,
  { action, hoursBefore, maxAmount, level = 2 }: AutoAction,
  { channelExtends }: Of<'act_on_clock'>,
  context: Context,
): RmaEvent[] {
  const which = { kind: clock.kind, dueAt: clock.at, hoursBefore };
  if (action === 'remind') return [{ type: 'clock_reminded', ...which }];
  const acted: RmaEvent = { type: 'clock_acted', ...which, action };
  const not = (because: string): RmaEvent[] => [{ ...acted, because }];
  switch (action) {
    case 'escalate':
      return [acted, { type: 'rma_escalated', ...escalationTo(rma, level, context), ruleId: `clock:${clock.kind}` }];
    case 'approve': {
      if (!isAutomatic(rma)) return not('automation_is_off');
      if (rma.intervention === 'open') return not('platform_has_stepped_in');
      // A row must name such a kind to grant it; a clock names none.
      if (resolutionFacts[rma.resolution].onlyByName) return not('kind_not_named');
      const { amount } = claimOf(rma, context);
      if (!maxAmount || amount.currency !== maxAmount.currency || amount.minor > maxAmount.minor) {
        return not('amount_above_limit');
      }
      return [acted, ...granted(rma, { by: 'policy', ...termsFor(rma, {}, context.order) }, context)];
    }
    case 'extend': {
      const no = canExtendDeadline(rma) ?? (channelExtends ? null : { code: 'extension_not_offered' });
      if (no) return not(no.code);
      // A platform grants it once; asking again by itself would only collect refusals.
      if (rma.extension?.clock === clock.kind) return not('extended_before');
      return [acted, asked(clock, DEFAULT_DAYS, 'policy')];
    }
    default:
      return never(action);
  }
}

/** What is asked for by itself; platforms that grant time mostly say themselves how much. */
const DEFAULT_DAYS = 3;

const asked = ({ kind, at }: Pick<RunningClock, 'kind' | 'at'>, days: number, by: 'policy' | 'person'): RmaEvent => ({
  type: 'extension_requested',
  clock: kind,
  days,
  dueAt: at,
  by,
});

/** Nothing is done to the case: what a platform does of itself at the end comes as its own document. */
export function letLapse(rma: Rma, command: Of<'let_lapse'>, context: Context): Decision {
  const clock = meant(rma, command, context);
  if (!clock || context.now < clock.at || nextAct(clock, rma, context.policy) === null) return ok([]);
  const { kind, of, source, at: dueAt } = clock;
  const { desk } = kindFacts[kind];
  return ok([
    {
      type: 'deadline_lapsed',
      kind,
      of,
      source,
      dueAt,
      at: context.now,
      responsible: { desk, person: of === 'seller' ? (context.lastPerson ?? null) : null },
    },
  ]);
}

export function extendDeadline(rma: Rma, { days, channelExtends }: Of<'extend_deadline'>): Decision {
  const no = canExtendDeadline(rma);
  if (no) return reject(no);
  if (!channelExtends) return reject({ code: 'extension_not_offered', channel: rma.channel });
  const clock = platformClock(rma);
  return clock ? ok([asked(clock, days, 'person')]) : reject({ code: 'no_platform_clock' });
}

/** The answer to a question that nobody waits for any more changes nothing. */
export function recordExtension(rma: Rma, command: Of<'record_extension'>): Decision {
  if (rma.extension?.state !== 'asked') return ok([]);
  const { clock, days } = rma.extension;
  return ok([
    command.outcome === 'granted'
      ? { type: 'deadline_extended', clock, days, until: command.until }
      : { type: 'extension_refused', clock, message: command.message },
  ]);
}
