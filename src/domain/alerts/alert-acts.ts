import { ok, type Result, reject } from '../result.ts';
import { type Instant, plusHours } from '../time.ts';
import type { Alert } from './alert-book.ts';

/** An alert with whoever has taken it. */
export type OwnedAlert = Alert & { ownerId: string | null };

/** What people do about an alert. */
export type AlertCommand =
  | { type: 'take' }
  | { type: 'give_back' }
  | { type: 'hand_over'; to: string }
  /** By the program: `from` has it and is not there to see to it. `to`: who has the case, or nobody. */
  | { type: 'free'; from: string; to: string | null }
  | { type: 'note'; text: string }
  /** Not before then: it goes a level up later. */
  | { type: 'put_off'; until: Instant; text: string }
  /** Seen to: it is not raised again while its cause lasts. */
  | { type: 'handle'; text: string };

export type AlertRejection =
  | { code: 'alert_is_over' }
  | { code: 'alert_is_anothers' }
  | { code: 'alert_is_nobodys' }
  | { code: 'alert_is_theirs_already' }
  | { code: 'not_a_person' }
  | { code: 'put_off_too_far'; latest: Instant };

export type AlertNoteType = 'taken' | 'given_back' | 'handed_over' | 'freed' | 'noted' | 'put_off' | 'handled';
export type AlertActed = {
  alert: OwnedAlert;
  note: { type: AlertNoteType; text: string; dueAt?: Instant; toId?: string };
};

/** A week: what may wait longer is no alert, and its hours should be set so. */
export const MOST_HOURS_OFF = 24 * 7;

/** Whoever acts, as far as alerts look at them. `assigns`: may move what is another's. */
export type Actor = { id: string; assigns?: true; isProgram?: true };

/** What becomes of an alert when somebody acts on it. A note can be written on one that is over as well. */
export function actOn(
  alert: OwnedAlert,
  command: AlertCommand,
  who: Actor,
  now: Instant,
): Result<AlertActed, AlertRejection> {
  if (command.type === 'note') return ok({ alert, note: { type: 'noted', text: command.text } });
  if (alert.over !== null) return reject({ code: 'alert_is_over' });
  const isAnothers = alert.ownerId !== null && alert.ownerId !== who.id && !who.assigns;
  switch (command.type) {
    case 'take':
      if (who.isProgram) return reject({ code: 'not_a_person' });
      if (isAnothers) return reject({ code: 'alert_is_anothers' });
      return ok({ alert: { ...alert, ownerId: who.id }, note: { type: 'taken', text: '' } });
    case 'give_back':
      if (alert.ownerId === null) return reject({ code: 'alert_is_nobodys' });
      if (isAnothers) return reject({ code: 'alert_is_anothers' });
      return ok({ alert: { ...alert, ownerId: null }, note: { type: 'given_back', text: '' } });
    case 'hand_over':
      if (isAnothers) return reject({ code: 'alert_is_anothers' });
      // What is nobody's is given to somebody by whoever gives out work.
      if (alert.ownerId === null && !who.assigns) return reject({ code: 'alert_is_nobodys' });
      if (alert.ownerId === command.to) return reject({ code: 'alert_is_theirs_already' });
      return ok(given(alert, 'handed_over', command.to));
    case 'free':
      // Somebody has taken it meanwhile.
      if (alert.ownerId !== null && alert.ownerId !== command.from) return reject({ code: 'alert_is_anothers' });
      return alert.ownerId === null ? reject({ code: 'alert_is_nobodys' }) : ok(given(alert, 'freed', command.to));
    case 'put_off': {
      const latest = plusHours(now, MOST_HOURS_OFF);
      if (command.until > latest || command.until <= now) return reject({ code: 'put_off_too_far', latest });
      const { until: dueAt, text } = command;
      return ok({ alert: { ...alert, dueAt }, note: { type: 'put_off', text, dueAt } });
    }
    case 'handle':
      return ok({ alert: { ...alert, over: 'handled' }, note: { type: 'handled', text: command.text } });
  }
}

const given = (alert: OwnedAlert, type: 'handed_over' | 'freed', to: string | null): AlertActed => ({
  alert: { ...alert, ownerId: to },
  note: { type, text: '', ...(to === null ? {} : { toId: to }) },
});
