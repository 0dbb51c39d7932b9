import type { ChannelRefund } from '../port.ts';

/**
 * `cs_status`: where the platform's own staff stand in a dispute. 1 is "not needed" and 7 "withdrawn". That an open
 * appeal (11) leaves the case open is our reading of it.
 */
const interventions: Readonly<Record<string, ChannelRefund['intervention']>> = {
  '2': 'open', // asked for
  '3': 'open', // has stepped in
  '4': 'open', // first review done
  '5': 'open', // the supervisor did not confirm it
  '6': 'decided', // done
  '8': 'decided', // for the buyer
  '9': 'decided', // for the seller
  '10': 'open', // evidence is asked for
  '11': 'open', // an appeal is open
};

export function interventionOf(csStatus: string | undefined): { intervention?: 'open' | 'decided' } {
  const intervention = interventions[csStatus ?? ''];
  return intervention ? { intervention } : {};
}
