import { useTexts } from '../locales/texts.ts';
import { Page } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useSession } from '../shell/session.tsx';
import { Balances } from './balances.tsx';
import { Counts } from './counts.tsx';
import { HookSettings } from './hook-settings.tsx';
import { Places } from './places.tsx';
import { Repairs } from './repairs.tsx';
import { Resale } from './resale.tsx';
import { Transfers } from './transfers.tsx';
import { VendorReturns } from './vendor-returns.tsx';
import { WaitingGoods } from './waiting-goods.tsx';

const tabs = [
  'balances',
  'waiting',
  'transfers',
  'counts',
  'repairs',
  'vendor-returns',
  'resale',
  'places',
  'hook',
] as const;
type Tab = (typeof tabs)[number];

const screens: Record<Tab, () => React.ReactNode> = {
  balances: Balances,
  waiting: WaitingGoods,
  transfers: Transfers,
  counts: Counts,
  repairs: Repairs,
  'vendor-returns': VendorReturns,
  resale: Resale,
  places: Places,
  hook: HookSettings,
};

/** The warehouse of what came back: where goods are, and the papers that move them. */
export default function Stock() {
  const t = useTexts('stock');
  const warehouse = useTexts('warehouse');
  const { may } = useSession();
  const { get } = useAddress();
  const shown = tabs.filter((tab) => tab !== 'hook' || may('stock:manage'));
  const current = shown.find((tab) => tab === get('tab')) ?? 'balances';
  const Screen = screens[current];
  return (
    <Page title={t('title')} note={t('note')}>
      <TabLinks
        label={warehouse('tabsLabel')}
        current={current}
        param="tab"
        forget={['document', 'state', 'sku', 'q', 'condition']}
        tabs={shown.map((key) => ({ key, name: warehouse(`tab.${key}`) }))}
      />
      <Screen />
    </Page>
  );
}
