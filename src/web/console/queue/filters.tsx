import { DownloadOutlined, FilterOutlined, QuestionOutlined, SearchOutlined } from '@ant-design/icons';
import { Badge, Button, DatePicker, Grid, Input, type InputRef, Popover, Select, Tooltip } from 'antd';
import dayjs from 'dayjs';
import { type RefObject, useEffect, useState } from 'react';
import { listShops } from '../../../contract/shops.ts';
import { reasons, resolutions } from '../../../domain/policy/reasons.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { AssigneeFilter } from '../team/assignee-filter.tsx';
import { filterNames } from './use-queue.ts';
import { Views } from './views.tsx';

type Props = { searchBox: RefObject<InputRef | null>; exporting: boolean; onExport: () => void; onHelp: () => void };

/** One search box, the filters beside it, saved views and export. On a small screen the filters fold away. */
export function Filters({ searchBox, exporting, onExport, onHelp }: Props) {
  const t = useTexts('queue');
  const shell = useTexts('shell');
  const { params, change } = useAddress();
  const wide = Grid.useBreakpoint().xl !== false;
  const set = filterNames.filter((name) => name !== 'q' && params.has(name));
  const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, null])));
  return (
    <div className="filters">
      <SearchBox box={searchBox} />
      {wide ? (
        <FilterFields />
      ) : (
        <Popover
          trigger="click"
          placement="bottom"
          content={
            <div className="filters-folded">
              <FilterFields />
            </div>
          }
        >
          <Badge count={set.length} size="small" color="var(--brand)">
            <Button icon={<FilterOutlined />} aria-label={t('reason')} />
          </Badge>
        </Popover>
      )}
      {set.length > 0 || params.has('q') ? (
        <Button type="link" size="small" onClick={clear}>
          {t('clearFilters')}
        </Button>
      ) : null}
      <span className="filters-space" />
      <Views />
      <Tooltip title={shell('export')}>
        <Button icon={<DownloadOutlined />} loading={exporting} onClick={onExport} aria-label={shell('export')} />
      </Tooltip>
      {wide ? (
        <Tooltip title={t('keyHelp')}>
          <Button icon={<QuestionOutlined />} onClick={onHelp} aria-label={t('keys')} />
        </Tooltip>
      ) : null}
    </div>
  );
}

const TYPING_MS = 300;

function SearchBox({ box }: { box: RefObject<InputRef | null> }) {
  const t = useTexts('queue');
  const { get, change } = useAddress();
  const asked = get('q') ?? '';
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  useEffect(() => {
    if (typed.trim() === asked) return;
    const timer = setTimeout(() => change({ q: typed.trim(), rma: null }, { replace: true }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, asked, change]);
  return (
    <Input
      ref={box}
      className="filters-search"
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      suffix={typed ? null : <kbd>/</kbd>}
      placeholder={t('search')}
      aria-label={t('search')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

function FilterFields() {
  const t = useTexts('queue');
  const words = useWords();
  const { get, change } = useAddress();
  const { may } = useSession();
  const shops = useRead(listShops, {}, { enabled: may('order:read') }).data?.shops ?? [];
  const channels = [...new Set(shops.map((shop) => shop.channel))];
  const field = (name: string, label: string, options: { value: string; label: string }[]) => (
    <Select
      key={name}
      allowClear
      className="filters-field"
      placeholder={label}
      aria-label={label}
      value={get(name) ?? null}
      options={options}
      popupMatchSelectWidth={false}
      onChange={(value: string | null) => change({ [name]: value, rma: null })}
    />
  );
  const dayOf = (name: string) => (get(name) ? dayjs(get(name)) : null);
  return (
    <>
      {field(
        'shopId',
        t('shop'),
        shops.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {field(
        'channel',
        t('channel'),
        channels.map((code) => ({ value: code, label: words('channel', code) })),
      )}
      {field(
        'reason',
        t('reason'),
        reasons.map((code) => ({ value: code, label: words('reason', code) })),
      )}
      {field(
        'resolution',
        t('resolution'),
        resolutions.map((code) => ({ value: code, label: words('resolution', code) })),
      )}
      <AssigneeFilter />
      <DatePicker.RangePicker
        className="filters-dates"
        allowEmpty={[true, true]}
        value={[dayOf('from'), dayOf('to')]}
        aria-label={t('opened')}
        onChange={(days) =>
          change({ from: days?.[0]?.format('YYYY-MM-DD'), to: days?.[1]?.format('YYYY-MM-DD'), rma: null })
        }
      />
    </>
  );
}
