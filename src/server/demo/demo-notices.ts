import type { MerchantId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { saveChannel } from '../notices/channel-store.ts';
import type { DemoAccounts } from './demo-shops.ts';

/** The group of the demo merchant's night watch. Written at every start, since the simulator's address may have changed. */
export async function seedDemoNotices(app: App, merchantId: MerchantId, accounts: DemoAccounts): Promise<void> {
  const { wecom } = accounts;
  if (!wecom) return;
  const channel = {
    id: 'nch_demowecom',
    kind: 'wecom',
    name: '退货值班群',
    plan: { severities: [], topics: [], quiet: { from: '22:00', to: '08:00' }, digestAt: '09:00' },
    ...wecom,
  } as const;
  const by = { id: 'system', at: app.clock.now() };
  await app.db.inMerchant(merchantId, (tx) => saveChannel(tx, app.secrets, merchantId, channel, by));
}
