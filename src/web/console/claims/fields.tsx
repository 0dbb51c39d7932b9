import { DatePicker, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useContext } from 'react';
import type { MoneyView } from '../../../contract/common.ts';
import { isMore, isPositive, type Money, parseDecimal } from '../../../domain/money.ts';
import { fromWallClock, toWallClock } from '../../../domain/time.ts';
import { useNow } from '../../ui/clock.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { ZoneContext } from '../parts/use-formats.ts';

const WALL_CLOCK = 'YYYY-MM-DD HH:mm:ss';

/** Moments on the merchant's clock, as all times of the page, wherever the clerk sits. */
export function useMoments() {
  const zone = useContext(ZoneContext);
  const now = dayjs(toWallClock(useNow(), zone));
  return { now, instantOf: (at: Dayjs): string => fromWallClock(at.format(WALL_CLOCK), zone) };
}

/** What was typed, as the wire wants it; undefined for what is no sum above nothing. */
export function amountFrom(typed: string | undefined, currency: string): MoneyView | undefined {
  const read = parseDecimal(typed ?? '', currency);
  return read && isPositive(read) ? { minor: String(read.minor), currency } : undefined;
}

/** A sum above nothing and at most `most`, as field `amount` of the form around it. */
export function AmountField({ label, currency, most }: { label: string; currency: string; most?: Money }) {
  const t = useTexts('claims');
  return (
    <Form.Item
      name="amount"
      label={label}
      rules={[
        {
          validator: (_, typed: string) => {
            const read = parseDecimal(typed ?? '', currency);
            if (!read || !isPositive(read)) return Promise.reject(new Error(t('amountWrong')));
            return most && isMore(read, most)
              ? Promise.reject(
                  new Error(t('amountAbove', { most: formatMoney({ minor: String(most.minor), currency }) })),
                )
              : Promise.resolve();
          },
        },
      ]}
    >
      <Input inputMode="decimal" className="number" suffix={currency} />
    </Form.Item>
  );
}

/** A moment that has been, as field `at`. */
export function MomentField({ label }: { label: string }) {
  const t = useTexts('rma');
  const { now } = useMoments();
  return (
    <Form.Item name="at" label={label} rules={[{ required: true, message: t('needMoment') }]}>
      <DatePicker
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        disabledDate={(day) => day.isAfter(now, 'day')}
        style={{ width: '100%' }}
      />
    </Form.Item>
  );
}

type WordsField = { name: string; label: string; most?: number; optional?: boolean; long?: boolean };

/** Words or a number of somebody else's. */
export function WordsField({ name, label, most = 80, optional = false, long = false }: WordsField) {
  const t = useTexts('claims');
  return (
    <Form.Item
      name={name}
      label={label}
      rules={optional ? [] : [{ required: true, whitespace: true, message: t('needed') }]}
    >
      {long ? (
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={most} showCount />
      ) : (
        <Input maxLength={most} />
      )}
    </Form.Item>
  );
}
