import { Form, Select, Switch, TimePicker } from 'antd';
import dayjs from 'dayjs';
import type { NoticeChannelView } from '../../../contract/notices.ts';
import { severities, topics } from '../../../domain/notices/notice.ts';
import { useTexts } from '../locales/texts.ts';

type Quiet = NoticeChannelView['quiet'];

/** A clock time as the picker wants it, on a day that does not matter. */
const clock = (time: string) => dayjs(`2026-01-01T${time}:00`);
const NIGHT = { from: '22:00', to: '08:00' };
const MORNING = '09:00';

/** What goes there, and when. */
export function TermsFields({ zone }: { zone: string }) {
  const t = useTexts('notices');
  return (
    <>
      <fieldset className="address-fields">
        <legend>{t('whatFor')}</legend>
        <Form.Item required name="severities" label={t('severities')}>
          <Select
            mode="multiple"
            placeholder={t('allSeverities')}
            options={severities.map((each) => ({ value: each, label: t(`severity.${each}`) }))}
          />
        </Form.Item>
        <Form.Item required name="topics" label={t('topics')}>
          <Select
            mode="multiple"
            placeholder={t('allTopics')}
            options={topics.map((each) => ({ value: each, label: t(`topic.${each}`) }))}
          />
        </Form.Item>
      </fieldset>
      <fieldset className="address-fields">
        <legend>{t('when')}</legend>
        <Form.Item required name="quiet" label={t('quietOn')} extra={t('quietHint', { zone })}>
          <QuietHours />
        </Form.Item>
        <Form.Item required name="digestAt" label={t('digestOn')} extra={t('digestHint')}>
          <DigestHour />
        </Form.Item>
      </fieldset>
    </>
  );
}

type Controlled<Value> = { value?: Value; onChange?: (value: Value) => void };

function QuietHours({ value = null, onChange }: Controlled<Quiet>) {
  const t = useTexts('notices');
  return (
    <div className="notice-hours">
      <Switch aria-label={t('quietOn')} checked={value !== null} onChange={(on) => onChange?.(on ? NIGHT : null)} />
      {value ? (
        <TimePicker.RangePicker
          order={false}
          format="HH:mm"
          minuteStep={5}
          allowClear={false}
          value={[clock(value.from), clock(value.to)]}
          onChange={(range) => {
            const [from, to] = range ?? [];
            if (from && to) onChange?.({ from: from.format('HH:mm'), to: to.format('HH:mm') });
          }}
        />
      ) : null}
    </div>
  );
}

function DigestHour({ value = null, onChange }: Controlled<string | null>) {
  const t = useTexts('notices');
  return (
    <div className="notice-hours">
      <Switch aria-label={t('digestOn')} checked={value !== null} onChange={(on) => onChange?.(on ? MORNING : null)} />
      {value ? (
        <TimePicker
          format="HH:mm"
          minuteStep={5}
          allowClear={false}
          value={clock(value)}
          onChange={(time) => time && onChange?.(time.format('HH:mm'))}
        />
      ) : null}
    </div>
  );
}
