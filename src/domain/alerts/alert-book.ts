import { type Instant, plusHours } from '../time.ts';
import { type AlertKind, alertFacts } from './alert-kinds.ts';
import type { Cause } from './parcel-causes.ts';

/** One alert of one subject, open or over. */
export type Alert = {
  kind: AlertKind;
  cause: string;
  raisedAt: Instant;
  /** When it goes a level up if it is still open. */
  dueAt: Instant;
  level: number;
  /** Null while it is open. `gone`: its cause is; `handled`: a person said so. */
  over: 'gone' | 'handled' | null;
};

/** To whom it goes: the one whose it is, then a supervisor, then whoever runs the shop. */
export const ALERT_LEVELS = 3;

export type AlertChange =
  | { type: 'raise'; alert: Alert }
  /** Its cause is back: the same alert goes on, and nobody is told a second time. */
  | { type: 'reopen'; kind: AlertKind; cause: string; dueAt: Instant }
  | { type: 'close'; kind: AlertKind; cause: string }
  | { type: 'escalate'; kind: AlertKind; cause: string; level: number; dueAt: Instant };

const isSame = (a: { kind: AlertKind; cause: string }, b: { kind: AlertKind; cause: string }): boolean =>
  a.kind === b.kind && a.cause === b.cause;

/**
 * What changes in the alerts of a subject now: each cause is raised once for as long as it lasts, also when a person has
 * called it handled; an alert whose cause is gone closes by itself; one that nobody ends in time goes up.
 * @param alerts all of the subject, those that are over among them
 */
export function changesOf(alerts: readonly Alert[], causes: readonly Cause[], now: Instant): AlertChange[] {
  const standing = causes
    .filter(({ raiseAt }) => raiseAt <= now)
    .flatMap((cause): AlertChange[] => {
      const { kind } = cause;
      const known = alerts.find((alert) => isSame(alert, cause));
      if (!known) return [{ type: 'raise', alert: raisedFor(cause, now) }];
      return known.over === 'gone' ? [{ type: 'reopen', kind, cause: cause.cause, dueAt: dueFrom(kind, now) }] : [];
    });
  const open = alerts.filter(({ over }) => over === null);
  const changed = open.flatMap((alert): AlertChange[] => {
    const { kind, cause } = alert;
    if (!causes.some((one) => isSame(one, alert))) return [{ type: 'close', kind, cause }];
    if (alert.dueAt > now || alert.level >= ALERT_LEVELS) return [];
    return [{ type: 'escalate', kind, cause, level: alert.level + 1, dueAt: dueFrom(kind, now) }];
  });
  return [...standing, ...changed];
}

const dueFrom = (kind: AlertKind, now: Instant): Instant => plusHours(now, alertFacts[kind].dueHours);

const raisedFor = ({ kind, cause }: Cause, now: Instant): Alert => ({
  kind,
  cause,
  raisedAt: now,
  dueAt: dueFrom(kind, now),
  level: 1,
  over: null,
});

/** When to look again although no news has come: something is to be raised then, or goes up. Null: only news changes it. */
export function nextLook(alerts: readonly Alert[], causes: readonly Cause[], now: Instant): Instant | null {
  const raises = causes.filter((cause) => !alerts.some((alert) => alert.over !== 'gone' && isSame(alert, cause)));
  const rises = alerts.filter(({ over, level }) => over === null && level < ALERT_LEVELS);
  const [first] = [...raises.map(({ raiseAt }) => raiseAt), ...rises.map(({ dueAt }) => dueAt)].toSorted();
  return first === undefined || first > now ? (first ?? null) : now;
}

/** The alerts as they are after the changes. */
export function afterChanges(alerts: readonly Alert[], changes: readonly AlertChange[]): Alert[] {
  const after = alerts.map((alert) => changes.reduce(changedBy, alert));
  return [...after, ...changes.flatMap((change) => (change.type === 'raise' ? [change.alert] : []))];
}

function changedBy(alert: Alert, change: AlertChange): Alert {
  if (change.type === 'raise' || !isSame(alert, change)) return alert;
  switch (change.type) {
    case 'close':
      return { ...alert, over: 'gone' };
    case 'reopen':
      return { ...alert, over: null, dueAt: change.dueAt };
    case 'escalate':
      return { ...alert, level: change.level, dueAt: change.dueAt };
  }
}
