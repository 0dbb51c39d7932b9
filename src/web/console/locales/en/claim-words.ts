import type { SameTexts } from '../../../ui/i18n.ts';
import type { claimWords as chinese } from '../zh/claim-words.ts';

export const claimWords: SameTexts<typeof chinese> = {
  claimParty: { courier: 'Courier', insurer: 'Insurer', platform: 'Platform', vendor: 'Vendor' },
  claimCause: {
    lost: 'Lost',
    damaged: 'Damaged',
    short: 'Goods missing',
    wrong_goods: 'Wrong goods',
    return_freight: 'Return freight',
  },
  claimState: {
    filed: 'Awaiting answer',
    accepted: 'Accepted, awaiting money',
    refused: 'Refused',
    paid: 'Paid',
    written_off: 'Written off',
    withdrawn: 'Withdrawn',
  },
  postageState: {
    asked: 'Waiting for us',
    with_insurer: 'With the insurer',
    part_paid: 'Partly paid',
    paid: 'Paid',
    declined: 'Declined',
    paid_twice: 'Paid twice',
  },
  postagePayer: { merchant: 'Shop', platform: 'Platform, for the shop' },
  postageSettled: { recovered: 'recovered', waived: 'not recovered' },
  claimPhoto: { buyer: 'From the buyer', inspection: 'Inspection', arrival: 'On arrival', claim: 'Proof' },
};
