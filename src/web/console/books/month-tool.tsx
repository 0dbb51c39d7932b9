import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTexts } from '../locales/texts.ts';
import { useAddress } from '../parts/use-address.ts';

/** A month of the books, in the address; without one, the month of `today`. */
export function useMonth(today: string): string {
  const { get } = useAddress();
  const asked = get('period');
  return asked && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : today.slice(0, 7);
}

export function MonthTool({ month }: { month: string }) {
  const t = useTexts('books');
  const { change } = useAddress();
  return (
    <DatePicker
      picker="month"
      allowClear={false}
      aria-label={t('month')}
      value={dayjs(`${month}-01`)}
      onChange={(day) => change({ period: day ? day.format('YYYY-MM') : null })}
    />
  );
}
