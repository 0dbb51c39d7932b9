import type { Desk } from '../policy/deadlines.ts';

/** What a person can do about an alert at one press. */
export type AlertAct = 'remind_buyer' | 'ask_courier' | 'file_claim' | 'open_case' | 'call_buyer' | 'receive' | 'match';

export type AlertFacts = {
  /** Whose it is while it is nobody's. */
  desk: Exclude<Desk, 'buyer'>;
  act: AlertAct;
  /** How long its cause may last before anybody hears of it. */
  afterHours: number;
  /** The time is learned for each lane from parcels of the past, and is never less than `afterHours` says. */
  learned: boolean;
  /** How long whoever has it may take before it goes a level up. */
  dueHours: number;
  /** Not for the morning: it leaves the house also at night. */
  urgent: boolean;
};

const kinds = {
  /** A label was printed, and nothing has been handed to a courier since. */
  not_handed_over: {
    desk: 'service',
    act: 'remind_buyer',
    afterHours: 48,
    learned: false,
    dueHours: 24,
    urgent: false,
  },
  no_movement: { desk: 'service', act: 'ask_courier', afterHours: 48, learned: true, dueHours: 24, urgent: false },
  late: { desk: 'service', act: 'ask_courier', afterHours: 96, learned: true, dueHours: 24, urgent: false },
  /** No courier has a word for it: only the time tells. Whether it is lost, the courier's answer to a claim says. */
  suspected_lost: { desk: 'service', act: 'file_claim', afterHours: 120, learned: false, dueHours: 24, urgent: false },
  damaged: { desk: 'service', act: 'file_claim', afterHours: 0, learned: false, dueHours: 24, urgent: false },
  refused: { desk: 'service', act: 'open_case', afterHours: 0, learned: false, dueHours: 4, urgent: true },
  /** A return that turns round goes to the buyer again, who then has goods and perhaps money. */
  going_back: { desk: 'service', act: 'call_buyer', afterHours: 0, learned: false, dueHours: 4, urgent: true },
  delivery_problem: { desk: 'service', act: 'ask_courier', afterHours: 0, learned: false, dueHours: 12, urgent: false },
  /** Two services tell of different ends: delivered says one, sent back the other. */
  contradictory: { desk: 'service', act: 'ask_courier', afterHours: 0, learned: false, dueHours: 24, urgent: false },
  /** It was over, and then it was seen on the road: out of a locker and away again, as a rule. */
  seen_after_end: { desk: 'service', act: 'ask_courier', afterHours: 0, learned: false, dueHours: 12, urgent: false },
  not_booked_in: { desk: 'warehouse', act: 'receive', afterHours: 24, learned: false, dueHours: 12, urgent: false },
  weight_differs: { desk: 'warehouse', act: 'open_case', afterHours: 0, learned: false, dueHours: 24, urgent: false },
  unknown_waiting: { desk: 'warehouse', act: 'match', afterHours: 72, learned: false, dueHours: 48, urgent: false },
} as const satisfies Record<string, AlertFacts>;

export type AlertKind = keyof typeof kinds;
export const alertKinds = Object.keys(kinds) as AlertKind[];
export const alertFacts: Record<AlertKind, AlertFacts> = kinds;

/** These say that the goods in a parcel may be others than were asked for, or that they go elsewhere than to us. */
export const doubtfulKinds: readonly AlertKind[] = [
  'contradictory',
  'seen_after_end',
  'weight_differs',
  'going_back',
  'refused',
  'suspected_lost',
];

/** Kinds whose hours are learned, and can be set, for a lane. */
export const laneKinds = alertKinds.filter((kind) => alertFacts[kind].learned);

/** Hours that a merchant has set for all lanes, in place of those of {@link alertFacts}. Null: no such alert is wanted. */
export type AlertHours = Partial<Record<AlertKind, number | null>>;

/** A day less and every parcel that rests over a Sunday cries; a month more and nobody needs to be told. */
export const LEAST_HOURS = 1;
export const MOST_ALERT_HOURS = 24 * 60;

export const wrongAlertHours = (hours: AlertHours): AlertKind[] =>
  alertKinds.filter((kind) => {
    const value = hours[kind];
    if (value === undefined || value === null) return false;
    const least = alertFacts[kind].afterHours === 0 ? 0 : LEAST_HOURS;
    return !Number.isFinite(value) || value < least || value > MOST_ALERT_HOURS;
  });
