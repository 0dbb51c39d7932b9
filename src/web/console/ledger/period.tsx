import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTexts } from '../locales/texts.ts';
import { useAddress } from '../parts/use-address.ts';

const text = (day: Dayjs): string => day.format('YYYY-MM-DD');

/** A period in the address, with the ones accountants ask for. */
export function Period({ today }: { today: string }) {
  const t = useTexts('ledger');
  const { get, change } = useAddress();
  const day = (name: string) => (get(name) ? dayjs(get(name)) : null);
  const now = dayjs(today);
  return (
    <DatePicker.RangePicker
      allowEmpty={[true, true]}
      aria-label={t('period')}
      value={[day('from'), day('to')]}
      presets={[
        { label: t('thisMonth'), value: [now.startOf('month'), now] },
        {
          label: t('lastMonth'),
          value: [now.subtract(1, 'month').startOf('month'), now.subtract(1, 'month').endOf('month')],
        },
        { label: t('thisYear'), value: [now.startOf('year'), now] },
      ]}
      onChange={(days) =>
        change({ from: days?.[0] ? text(days[0]) : null, to: days?.[1] ? text(days[1]) : null, period: null })
      }
    />
  );
}
