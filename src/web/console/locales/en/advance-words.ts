import type { AdvanceMoment } from '../../../../domain/policy/policy.ts';
import type { AdvanceDecline, ChaseKind } from '../../../../domain/returns/advance.ts';

/** Refunds that are paid before their goods come. */
export const advanceWords = {
  advanceMoment: { approval: 'Approval', first_scan: 'First scan' } satisfies Record<AdvanceMoment, string>,
  chaseKind: {
    reminded: 'Buyer reminded',
    called: 'Buyer called',
    appealed: 'Appealed to the platform',
    insurer_asked: 'Insurer asked',
  } satisfies Record<ChaseKind, string>,
  advanceDecline: {
    automation_off: 'a person has taken the case over',
    platform_stepped_in: 'the platform has stepped in',
    paid_by_platform: 'the platform pays it',
    offer_open: 'an offer is open',
    parcel_in_doubt:
      'the waybill is in doubt: another return names it, it moved before the request, or its scans do not fit',
    no_limits: 'no limits are set',
    other_currency: 'the limits are in another currency',
    above_auto_limit: 'it is above the automatic refund limit',
    approval_needed: 'people have to approve the sum',
    amount_unclear: 'the amount needs a look',
    buyer_limit: 'it is beyond the limit of this buyer',
    shop_limit: 'it is beyond the limit of this shop',
    day_limit: 'it is beyond today’s limit',
  } satisfies Record<AdvanceDecline, string>,
};
