import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { type LocalDate, parseLocalDate } from '../../../domain/time.ts';
import { useTexts } from '../locales/texts.ts';
import { useAddress } from '../parts/use-address.ts';

type Days = { from?: LocalDate; to?: LocalDate };

const isMonth = (text: string | undefined): text is string => /^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? '');

/** The days asked for in the address: of a month, or between two days; without either, all there are. */
export function usePeriod(): Days {
  const { get } = useAddress();
  const month = get('period');
  const day = (name: 'from' | 'to') => parseLocalDate(get(name) ?? '');
  const from = isMonth(month) ? parseLocalDate(`${month}-01`) : day('from');
  const to = isMonth(month) ? parseLocalDate(dayjs(`${month}-01`).endOf('month').format('YYYY-MM-DD')) : day('to');
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

/** A month in the address, in the place of two days. */
export function MonthOfPeriod() {
  const t = useTexts('books');
  const { get, change } = useAddress();
  const month = get('period');
  return (
    <DatePicker
      picker="month"
      aria-label={t('month')}
      placeholder={t('month')}
      value={isMonth(month) ? dayjs(`${month}-01`) : null}
      onChange={(day) => change({ period: day ? day.format('YYYY-MM') : null, from: null, to: null })}
    />
  );
}
