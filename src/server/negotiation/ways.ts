import type { MerchantId } from '../../domain/ids.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { App } from '../app.ts';

export type Way = {
  via: 'portal' | 'platform';
  maxBytes: number;
  picture: 'needed' | 'possible' | 'none';
  mostPictures: number;
  readable: boolean;
};

const portal: Way = { via: 'portal', maxBytes: 6_000, picture: 'possible', mostPictures: 9, readable: false };

/**
 * How words reach the buyer of a return. Where the platform holds the request he reads them there, or not at all; all
 * others have our own page.
 */
export async function waysOf(app: App, merchantId: MerchantId, rma: Rma): Promise<Way[]> {
  if (!rma.channelRef) return [portal];
  const port = await app.shops.channel(merchantId, rma.shopId);
  if (!port?.capabilities.message) return [];
  const { maxBytes = 400, picture = 'none' } = port.capabilities.messageRules ?? {};
  return [{ via: 'platform', maxBytes, picture, mostPictures: 1, readable: port.messages !== undefined }];
}
