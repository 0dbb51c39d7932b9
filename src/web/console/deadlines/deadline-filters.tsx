import { Button } from 'antd';
import { listShops } from '../../../contract/shops.ts';
import { clockKinds, clockSources } from '../../../domain/policy/deadlines.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SelectTool } from '../parts/address-tools.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { filterNames } from './use-deadline-query.ts';

/** Whose time, what for, set by whom, in which shop. */
export function DeadlineFilters() {
  const t = useTexts('deadlines');
  const words = useWords();
  const { params, change } = useAddress();
  const { may } = useSession();
  const shops = useRead(listShops, {}, { enabled: may('order:read') }).data?.shops ?? [];
  const channels = [...new Set(shops.map((shop) => shop.channel))];
  const isSet = filterNames.some((name) => params.has(name));
  const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, null])));
  const field = (name: string, label: string, options: { value: string; label: string }[]) => (
    <SelectTool key={name} name={name} label={label} options={options} />
  );
  return (
    <>
      {field('of', t('of'), [
        { value: 'seller', label: words('clockSide', 'seller') },
        { value: 'buyer', label: words('clockSide', 'buyer') },
      ])}
      {field(
        'kind',
        t('kind'),
        clockKinds.map((kind) => ({ value: kind, label: words('clock', kind) })),
      )}
      {field(
        'source',
        t('source'),
        clockSources.map((source) => ({ value: source, label: words('clockSource', source) })),
      )}
      {field(
        'shopId',
        t('shop'),
        shops.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {field(
        'channel',
        t('channel'),
        channels.map((channel) => ({ value: channel, label: words('channel', channel) })),
      )}
      {isSet ? (
        <Button type="link" size="small" onClick={clear}>
          {t('clear')}
        </Button>
      ) : null}
    </>
  );
}
