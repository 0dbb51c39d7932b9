import type { MerchantId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { portalCode } from '../portal/find-portal-order.ts';
import { saveConnection, saveShop } from '../shops/shops.ts';
import type { Account } from '../shops/vendors.ts';

/** The accounts that the simulated vendors know. */
export type DemoAccounts = { alipay: Account; kuaidi100: Account; taobao: Account };

export const OWN_SHOP = 'shop_demo';
export const TAOBAO_SHOP = 'shop_demotaobao';

const returnAddress = {
  name: '归来退货仓',
  phone: '0571-88880000',
  address: '浙江省杭州市余杭区文一西路 969 号 3 号库',
};

/** The demo merchant's shops and accounts. Run at every start, since the simulators' addresses may have changed. */
export async function seedDemoShops(app: App, merchantId: MerchantId, accounts: DemoAccounts): Promise<string> {
  const own = {
    id: OWN_SHOP,
    channel: 'own_shop',
    name: '归来自营商城',
    externalId: 'guilai-demo',
    returnAddress,
    settings: {},
    credentials: {},
  } as const;
  const marketplace = {
    id: TAOBAO_SHOP,
    channel: 'taobao',
    name: '归来测试店（淘宝）',
    externalId: '归来测试店',
    returnAddress,
    ...accounts.taobao,
  } as const;
  await app.db.inMerchant(merchantId, async (tx) => {
    await saveShop(tx, app.secrets, merchantId, own);
    await saveShop(tx, app.secrets, merchantId, marketplace);
    await saveConnection(tx, app.secrets, merchantId, 'payment', 'alipay', accounts.alipay);
    await saveConnection(tx, app.secrets, merchantId, 'courier', 'kuaidi100', accounts.kuaidi100);
  });
  return portalCode(merchantId, OWN_SHOP);
}
