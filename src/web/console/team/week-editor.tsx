import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, TimePicker } from 'antd';
import dayjs from 'dayjs';
import type { TeamMemberView } from '../../../contract/team.ts';
import type { Weekday } from '../../../domain/people/shift.ts';
import { useTexts } from '../locales/texts.ts';

type Hours = NonNullable<TeamMemberView['shift']>['hours'];
type Stretch = Hours[number];
const week = [1, 2, 3, 4, 5, 6, 7] as const satisfies readonly Weekday[];
const office = { from: '09:00', to: '18:00' };

/** A clock time as the picker wants it, on a day that does not matter. */
const clock = (time: string) => dayjs(`2026-01-01T${time}:00`);

/** The hours of each day of the week; an end before the beginning is the next day's. */
export function WeekEditor({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  const t = useTexts('team');
  const change = (old: Stretch, next: Stretch | null) =>
    onChange(hours.flatMap((each) => (each === old ? (next ? [next] : []) : [each])));
  const monday = hours.filter(({ weekday }) => weekday === 1);
  const copyMonday = () =>
    onChange([
      ...([1, 2, 3, 4, 5] as const).flatMap((weekday) => monday.map((each) => ({ ...each, weekday }))),
      ...hours.filter(({ weekday }) => weekday > 5),
    ]);
  return (
    <div className="week">
      {week.map((weekday) => (
        <div key={weekday} className="week-day">
          <span className="week-day-name">{t(`weekday.${weekday}`)}</span>
          <span className="week-hours">
            {hours
              .filter((each) => each.weekday === weekday)
              .map((each, i) => (
                <StretchField key={i} of={each} onChange={(next) => change(each, next)} />
              ))}
            <Button
              size="small"
              type="text"
              icon={<PlusOutlined />}
              aria-label={`${t(`weekday.${weekday}`)} ${t('addHours')}`}
              onClick={() => onChange([...hours, { weekday, ...office }])}
            />
          </span>
        </div>
      ))}
      {monday.length > 0 ? (
        <Button size="small" type="link" className="flush" onClick={copyMonday}>
          {t('copyWeek')}
        </Button>
      ) : null}
    </div>
  );
}

function StretchField({ of, onChange }: { of: Stretch; onChange: (next: Stretch | null) => void }) {
  const t = useTexts('team');
  return (
    <>
      <TimePicker.RangePicker
        size="small"
        format="HH:mm"
        minuteStep={15}
        order={false}
        allowClear={false}
        needConfirm={false}
        value={[clock(of.from), clock(of.to)]}
        onChange={(times) =>
          times?.[0] && times[1]
            ? onChange({ ...of, from: times[0].format('HH:mm'), to: times[1].format('HH:mm') })
            : undefined
        }
      />
      {of.to > of.from ? null : <span className="faint">{t('nextDay')}</span>}
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('removeHours')}
        onClick={() => onChange(null)}
      />
    </>
  );
}
