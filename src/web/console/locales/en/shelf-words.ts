import type { SameTexts } from '../../../ui/i18n.ts';
import type { shelfWords as chinese } from '../zh/shelf-words.ts';

/** What people at the dock and at the shelves say. */
export const shelfWords: SameTexts<typeof chinese> = {
  condition: {
    uninspected: 'Uninspected',
    good: 'Good',
    to_repair: 'To repair',
    second_hand: 'Second-hand',
    to_vendor: 'To vendor',
    quarantine: 'Quarantine',
    scrap: 'Scrap',
  },
  location: {
    returns: 'Returns area',
    QUARANTINE: 'Unknown parcels area',
    customer: 'Buyer',
    supplier: 'Vendor',
    at_vendor: 'With the vendor',
    difference: 'Count difference',
  },
  difference: {
    short: 'short',
    empty_box: 'empty box',
    not_in_parcel: 'not in this parcel',
    extra: 'more than expected',
    wrong_article: 'wrong article',
  },
  differenceOutcome: {
    as_counted: 'what came counts',
    still_to_come: 'the rest is still to come',
    miscounted: 'the count was wrong',
    turned_up: 'the missing goods turned up',
  },
  handling: { signed: 'Signed', opened: 'Opened', counted: 'Counted', inspected: 'Inspected' },
  dockStep: {
    receive_line: 'count',
    mark_missing: 'mark missing',
    find_line: 'receive what turned up',
    inspect_line: 'inspect',
    dispose_line: 'put away',
    report_difference: 'report a difference',
    sign_parcel: 'sign',
    weigh_parcel: 'weigh',
    open_parcel: 'open',
  },
};
