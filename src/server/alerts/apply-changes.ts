import type { AlertChange } from '../../domain/alerts/alert-book.ts';
import type { Cause } from '../../domain/alerts/parcel-causes.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type AlertNote, noted, type StoredAlert, type Subject, saveAlerts } from './alert-store.ts';
import { type AboutSubject, tellOf } from './tell-alert.ts';

/** What a look at a subject found, and what it needs to say so. */
export type Looked = {
  merchantId: MerchantId;
  subject: Subject;
  alerts: readonly StoredAlert[];
  causes: readonly Cause[];
  changes: readonly AlertChange[];
  /** Whose it is from the beginning: whoever has the case. */
  ownerId: string | null;
  about: AboutSubject;
  now: Instant;
};

const lookout = { kind: 'system', id: 'lookout' } as const;

/** Writes what has changed, and tells of what was raised or went up: each once, since its id is that of alert and level. */
export async function applyChanges(app: App, tx: Tx, looked: Looked): Promise<StoredAlert[]> {
  const { merchantId, subject, alerts, changes } = looked;
  if (changes.length === 0) return [...alerts];
  const changed = changes.flatMap((change) => changedBy(app, looked, change) ?? []);
  await saveAlerts(
    tx,
    merchantId,
    subject,
    changed.map(({ alert }) => alert),
    changed.map(({ note }) => note),
  );
  for (const { alert, note } of changed)
    if (note.type === 'raised' || note.type === 'escalated') await tellOf(app, tx, merchantId, alert, looked.about);
  const after = new Map([...alerts, ...changed.map(({ alert }) => alert)].map((alert) => [alert.id, alert]));
  return [...after.values()];
}

function changedBy(app: App, looked: Looked, change: AlertChange): { alert: StoredAlert; note: AlertNote } | undefined {
  const { now: at, causes, ownerId, about } = looked;
  if (change.type === 'raise') {
    const { alert: raised } = change;
    const since = causes.find(({ kind, cause }) => kind === raised.kind && cause === raised.cause)?.since ?? at;
    const { courier } = about;
    const alert: StoredAlert = { ...raised, id: app.newId('alt'), ownerId, courier, since, overAt: null, notes: 0 };
    return noted(alert, { type: 'raised', level: raised.level, dueAt: raised.dueAt, actor: lookout, at });
  }
  const known = looked.alerts.find(({ kind, cause }) => kind === change.kind && cause === change.cause);
  if (!known) return undefined;
  switch (change.type) {
    case 'close':
      return noted({ ...known, over: 'gone', overAt: at }, { type: 'gone', actor: lookout, at });
    case 'reopen':
      return noted(
        { ...known, over: null, overAt: null, dueAt: change.dueAt },
        { type: 'reopened', dueAt: change.dueAt, actor: lookout, at },
      );
    case 'escalate':
      return noted(
        { ...known, level: change.level, dueAt: change.dueAt },
        { type: 'escalated', level: change.level, dueAt: change.dueAt, actor: lookout, at },
      );
  }
}
