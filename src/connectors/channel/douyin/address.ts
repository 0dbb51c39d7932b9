import { readAs } from '../../vendor-values.ts';
import type { ChannelFault, ReturnAddress } from '../port.ts';
import { refused } from '../settling.ts';
import { call } from './call.ts';
import type { DouyinConfig } from './config.ts';
import { addressPage } from './vendor-shapes.ts';

const pageSize = 50;
const mostPages = 20;

/**
 * The platform takes a return address only out of the shop's own book there, by its number. Where the number is not
 * known here, the entry is found by the name and the street. Another entry is never taken in its place: the goods would
 * go to another warehouse.
 */
export async function addressIdOf(
  config: DouyinConfig,
  address: ReturnAddress,
): Promise<{ kind: 'address'; id: bigint } | ChannelFault> {
  if (address.externalId) return idOf(address.externalId);
  for (let pageNumber = 1; pageNumber <= mostPages; pageNumber++) {
    const answer = await call(config, 'address.list', {
      page_no: pageNumber,
      page_size: pageSize,
      order_by: 'desc',
      order_field: 'update_time',
    });
    if (answer.kind !== 'answered') return answer;
    const reading = readAs(addressPage, answer.data);
    if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
    const entry = reading.value.address_list.find((candidate) => isSamePlace(candidate, address));
    if (entry) return idOf(entry.address_id);
    if (pageNumber * pageSize >= reading.value.total) break;
  }
  return refused(
    'return_address_not_in_book',
    `"${address.name}, ${address.address}" is not in the address book of the shop on Douyin: enter it there`,
  );
}

type Entry = {
  reciever_name?: string | undefined;
  receiver_district?: string | undefined;
  receiver_detail?: string | undefined;
};

function isSamePlace(entry: Entry, { name, address }: ReturnAddress): boolean {
  const detail = squeezed(entry.receiver_detail ?? '');
  const ours = squeezed(address);
  return (
    squeezed(entry.reciever_name ?? '') === squeezed(name) &&
    detail !== '' &&
    ours.endsWith(detail) &&
    ours.includes(squeezed(entry.receiver_district ?? ''))
  );
}

const squeezed = (text: string): string => text.replaceAll(/\s+/g, '');

const idOf = (text: string): { kind: 'address'; id: bigint } | ChannelFault =>
  /^\d{1,19}$/.test(text)
    ? { kind: 'address', id: BigInt(text) }
    : refused('return_address_id', `"${text}" is no number of an address on Douyin`);
