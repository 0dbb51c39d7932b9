import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useTexts } from '../locales/texts.ts';
import type { Asked } from './offline/kept-desk.ts';

export type Told = { serials: string[]; batch: string; expiry: string | null };
type Props = { desk: Asked; told: Told; quantity: number; onChange: (told: Told) => void };

/** What stands on the goods themselves: their numbers, batch and expiry, where the template asks for them. */
export function NumbersAndDates({ desk, told, quantity, onChange }: Props) {
  const t = useTexts('inspection');
  if (desk.serials === 'no' && desk.minShelfDays === null) return null;
  return (
    <div className="numbers">
      {desk.serials === 'no' ? null : (
        <div>
          <span>
            {t('serials')} {desk.serials === 'required' ? t('required') : ''}
          </span>
          <Select
            mode="tags"
            aria-label={t('serials')}
            size="large"
            open={false}
            suffixIcon={null}
            maxCount={quantity}
            tokenSeparators={[' ', ',', '，', '\n']}
            placeholder={t(desk.serialsKnown ? 'serialsCompared' : 'serialsKept', { count: desk.serialsKnown ?? 0 })}
            value={told.serials}
            onChange={(serials: string[]) => onChange({ ...told, serials })}
          />
        </div>
      )}
      {desk.minShelfDays === null ? null : (
        <>
          <div>
            <span>{t('batch')}</span>
            <Input
              size="large"
              maxLength={40}
              aria-label={t('batch')}
              value={told.batch}
              onChange={(event) => onChange({ ...told, batch: event.target.value.trim() })}
            />
          </div>
          <div>
            <span>{t('expiry', { days: desk.minShelfDays })}</span>
            <DatePicker
              size="large"
              aria-label={t('expiry', { days: desk.minShelfDays })}
              value={told.expiry ? dayjs(told.expiry) : null}
              onChange={(day) => onChange({ ...told, expiry: day ? day.format('YYYY-MM-DD') : null })}
            />
          </div>
        </>
      )}
    </div>
  );
}
