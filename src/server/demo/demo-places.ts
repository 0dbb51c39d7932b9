import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { saveBook } from '../return-addresses/address-book.ts';
import { readBook } from '../return-addresses/return-places.ts';

/** The platforms' own numbers of the warehouse's address. */
const platformIds: Partial<Record<ShopId, string>> = {
  shop_demopinduoduo: '90000000001',
  shop_demodouyin: '90000000001',
};

const places = [
  { key: '杭州仓', name: '归来退货仓', phone: '0571-88880000', district: '余杭区', street: '文一西路 969 号 3 号库' },
  {
    key: '萧山服装仓',
    name: '归来服装返修仓',
    phone: '0571-88880002',
    district: '萧山区',
    street: '鸿达路 88 号 B 库',
  },
];

/** Where the demo merchant's goods go back to, unless somebody has written a book of his own. */
export async function seedDemoPlaces(app: App, merchantId: MerchantId): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    if ((await readBook(tx, merchantId)).addresses.length > 0) return;
    await saveBook(tx, merchantId, {
      addresses: places.map((place) => ({
        ...place,
        province: '浙江省',
        city: '杭州市',
        postcode: '311100',
        platformIds,
      })),
      rules: [{ shopId: null, goodsClass: 'textile_home', key: '萧山服装仓' }],
      defaultKey: '杭州仓',
    });
  });
}
