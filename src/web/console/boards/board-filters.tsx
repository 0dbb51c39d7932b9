import { Button, DatePicker, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { boardCategories } from '../../../contract/boards.ts';
import { listShops } from '../../../contract/shops.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { lastDays, useBoardQuery } from './use-board-query.ts';

const periods = [7, 30, 90, 365] as const;
const DAY = 'YYYY-MM-DD';

/** Period, shop, channel, category and what it is compared with: all of it in the address. */
export function BoardFilters() {
  const t = useTexts('boards');
  const words = useWords();
  const { may } = useSession();
  const { query, today, get, change } = useBoardQuery();
  const shops = useRead(listShops, {}, { enabled: may('order:read') }).data?.shops ?? [];
  const channels = [...new Set(shops.map(({ channel }) => channel))];
  const chosen = periods.find((days) => query.to === today && lastDays(today, days).from === query.from);
  const field = (name: 'shopId' | 'channel' | 'category', options: { value: string; label: string }[]) => {
    const label = t(name === 'shopId' ? 'shop' : name);
    return (
      <Select
        allowClear
        aria-label={label}
        placeholder={label}
        className="board-filter"
        value={get(name) ?? null}
        options={options}
        onChange={(value) => change({ [name]: value })}
      />
    );
  };
  return (
    <div className="filters board-filters">
      <Segmented<number>
        value={chosen ?? 0}
        options={periods.map((days) => ({ value: days, label: t('last', { days }) }))}
        onChange={(days) => change(lastDays(today, days))}
      />
      <DatePicker.RangePicker
        allowClear={false}
        aria-label={t('period')}
        value={[dayjs(query.from), dayjs(query.to)]}
        onChange={(days) => change({ from: days?.[0]?.format(DAY), to: days?.[1]?.format(DAY) })}
      />
      {field(
        'shopId',
        shops.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {field(
        'channel',
        channels.map((code) => ({ value: code, label: words('channel', code) })),
      )}
      {field(
        'category',
        boardCategories.map((code) => ({ value: code, label: words('goodsClass', code) })),
      )}
      <Select
        aria-label={t('compare')}
        className="board-filter"
        value={query.compare}
        options={(['before', 'year', 'none'] as const).map((how) => ({ value: how, label: t(`compareWith.${how}`) }))}
        onChange={(how) => change({ compare: how === 'before' ? null : how })}
      />
      {get('shopId') || get('channel') || get('category') ? (
        <Button type="link" size="small" onClick={() => change({ shopId: null, channel: null, category: null })}>
          {t('clear')}
        </Button>
      ) : null}
    </div>
  );
}
