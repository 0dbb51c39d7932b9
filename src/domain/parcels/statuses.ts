/**
 * Where a parcel is, in one vocabulary for all couriers.
 * `intent`: somebody means to send it, nothing has left anybody's hands (L-3). `movement`: the goods are on the road.
 * `trouble`: on the road, and something is wrong. `end`: nothing more will happen to it.
 */
type StatusMeaning = {
  kind: 'intent' | 'movement' | 'trouble' | 'end';
  /** How far along the way it is; of two things told of the same second, the further counts. */
  rank: number;
  meaning: string;
};

/** The canonical statuses. Texts for people are in the locales. */
export const parcelStatuses = {
  ordered: {
    kind: 'intent',
    rank: 0,
    meaning: 'a label is printed or a pick-up is ordered; the sender still has the goods',
  },
  cancelled: { kind: 'intent', rank: 1, meaning: 'the order or the label was withdrawn before anything moved' },
  picked_up: { kind: 'movement', rank: 2, meaning: 'the courier has taken the goods' },
  in_transit: { kind: 'movement', rank: 3, meaning: 'between depots' },
  out_for_delivery: { kind: 'movement', rank: 4, meaning: 'on the last round' },
  at_pickup_point: { kind: 'movement', rank: 5, meaning: 'in a locker or a station, not yet signed for' },
  problem: { kind: 'trouble', rank: 6, meaning: 'delayed, undeliverable for now, or somebody must be asked' },
  damaged: { kind: 'trouble', rank: 7, meaning: 'the courier says that it is damaged' },
  suspected_lost: { kind: 'trouble', rank: 8, meaning: 'nothing was heard for long; no courier code says so' },
  refused: { kind: 'movement', rank: 9, meaning: 'the receiver did not take it' },
  returning: { kind: 'movement', rank: 10, meaning: 'on its way back to the sender' },
  delivered: { kind: 'end', rank: 11, meaning: 'the courier says that the receiver has it' },
  return_delivered: { kind: 'end', rank: 12, meaning: 'back with the sender' },
  lost: { kind: 'end', rank: 13, meaning: 'said by a person or by the answer to a claim, never by a scan alone' },
} as const satisfies Record<string, StatusMeaning>;

export type ParcelStatus = keyof typeof parcelStatuses;

/** What a scan says: a status, or a code that nobody knows, which is kept and shown as it came and moves nothing. */
export type ScanStatus = ParcelStatus | 'unrecognised';

export const isParcelStatus = (text: string): text is ParcelStatus => Object.hasOwn(parcelStatuses, text);

/** Nothing can follow but another end. */
export const isEnd = (status: ParcelStatus): boolean => parcelStatuses[status].kind === 'end';

/** Only somebody's intention: the goods have not left the sender. */
export const isIntent = (status: ParcelStatus): boolean => parcelStatuses[status].kind === 'intent';
