import type { MerchantId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { connectInvoicing } from '../invoicing/connection.ts';
import { portalCode } from '../portal/find-portal-order.ts';
import { saveConnection, saveShop } from '../shops/shops.ts';
import type { Account } from '../shops/vendors.ts';

/** The accounts that the simulated vendors know, by vendor. */
export type DemoAccounts = Readonly<Record<string, Account>>;

export const OWN_SHOP = 'shop_demo';
export const TAOBAO_SHOP = 'shop_demotaobao';

/**
 * The demo merchant's shops at platforms, with the name that each platform knows it by; some take only a return address
 * that stands in their own book.
 */
const marketplaces: readonly { channel: string; name: string; externalId: string; addressId?: string }[] = [
  { channel: 'taobao', name: '归来测试店（淘宝）', externalId: '归来测试店' },
  { channel: 'jd', name: '归来测试店（京东）', externalId: '10001' },
  { channel: 'pinduoduo', name: '归来测试店（拼多多）', externalId: '171504183', addressId: '90000000001' },
  { channel: 'shopify', name: 'Guilai Demo (Shopify)', externalId: 'guilai-demo.myshopify.com' },
  { channel: 'woocommerce', name: 'Guilai Demo (WooCommerce)', externalId: 'guilai-demo' },
  { channel: 'douyin', name: '归来测试店（抖音）', externalId: '4463798', addressId: '90000000001' },
];

const returnAddress = {
  name: '归来退货仓',
  phone: '0571-88880000',
  address: '浙江省杭州市余杭区文一西路 969 号 3 号库',
  postcode: '311100',
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
  await app.db.inMerchant(merchantId, async (tx) => {
    await saveShop(tx, app.secrets, merchantId, own);
    for (const { channel, addressId, ...shop } of marketplaces) {
      const account = accounts[channel];
      if (!account) continue;
      await saveShop(tx, app.secrets, merchantId, {
        ...shop,
        id: `shop_demo${channel}`,
        channel,
        returnAddress: { ...returnAddress, ...(addressId ? { externalId: addressId } : {}) },
        ...account,
      });
    }
    for (const { id } of app.shops.payments) {
      const account = accounts[id];
      if (account) await saveConnection(tx, app.secrets, merchantId, 'payment', id, account);
    }
    const { kuaidi100, invoicing } = accounts;
    if (kuaidi100) await saveConnection(tx, app.secrets, merchantId, 'courier', 'kuaidi100', kuaidi100, 1);
    const [service] = app.invoiceVendors;
    if (invoicing && service) {
      // It is the same service, wherever it listens this time.
      await saveConnection(tx, app.secrets, merchantId, 'invoicing', service.id, invoicing);
      await connectInvoicing(app, tx, service, invoicing, { merchantId, by: 'system' });
    }
  });
  return portalCode(merchantId, OWN_SHOP);
}
