import { readAs } from '../../vendor-values.ts';
import type { ChannelFault, ReturnAddress } from '../port.ts';
import { call } from './call.ts';
import { type PinduoduoConfig, unverified } from './config.ts';
import { addressBook } from './vendor-shapes.ts';

type Place = { kind: 'address'; id: string } | ChannelFault;

/**
 * The platform sends buyers only to addresses of its own book. Without its id an address is known by its phone, or by
 * being the only one; a default address is not taken for another, as the goods would go to the wrong place.
 */
export async function findReturnAddress(config: PinduoduoConfig, wanted: ReturnAddress): Promise<Place> {
  if (wanted.externalId) return { kind: 'address', id: wanted.externalId };
  const answer = await call(config, 'pdd.refund.address.list.get', {});
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(addressBook, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const known = reading.value.refund_address_list.filter(({ is_validated: valid }) => valid !== false);
  const byPhone = known.filter(({ refund_phone: phone, refund_tel: tel }) =>
    [phone, tel].some((number) => number !== undefined && isPhone(number, wanted.phone)),
  );
  const [place, ...others] = byPhone.length > 0 ? byPhone : known.length === 1 ? known : [];
  const id = place?.[unverified(config).addressId];
  if (id && others.length === 0) return { kind: 'address', id };
  return {
    kind: 'refused',
    code: 'return_address_unknown',
    message: `the platform's address book has ${byPhone.length} addresses with the phone ${wanted.phone}: one is needed`,
    stale: false,
  };
}

/** The platform may show its own merchants' phones masked, `139****0001`. */
const isPhone = (shown: string, phone: string): boolean =>
  shown.length === phone.length && [...shown].every((digit, at) => digit === '*' || digit === phone[at]);
