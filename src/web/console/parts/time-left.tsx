import { ClockCircleOutlined, WarningFilled } from '@ant-design/icons';
import { useNow } from '../../ui/clock.ts';
import { useFormats } from './use-formats.ts';

const HOUR_MS = 3_600_000;
/** As the server's lane "due soon" has it. */
const SOON_MS = 6 * HOUR_MS;

export function urgencyOf(due: string, now: string): 'late' | 'soon' | 'calm' {
  const left = Date.parse(due) - Date.parse(now);
  if (left <= 0) return 'late';
  return left < SOON_MS ? 'soon' : 'calm';
}

/** Time left to act as words and a bar that shrinks; late is red with a sign of its own, never colour alone. */
export function TimeLeft({ due, since, large = false }: { due: string; since: string; large?: boolean }) {
  const now = useNow();
  const formats = useFormats();
  const urgency = urgencyOf(due, now);
  const whole = Math.max(1, Date.parse(due) - Date.parse(since));
  const share = Math.min(1, Math.max(0, (Date.parse(due) - Date.parse(now)) / whole));
  return (
    <span className={`time-left ${urgency}${large ? ' large' : ''}`} title={formats.full(due)}>
      <span className="time-left-words">
        {urgency === 'late' ? <WarningFilled aria-hidden /> : <ClockCircleOutlined aria-hidden />}
        {formats.left(due, now)}
      </span>
      <span className="time-left-bar" aria-hidden>
        <span style={{ inlineSize: `${urgency === 'late' ? 100 : share * 100}%` }} />
      </span>
    </span>
  );
}
