import { Button } from 'antd';
import { Link } from 'react-router';
import { listShops } from '../../../contract/shops.ts';
import type { TeamMemberView } from '../../../contract/team.ts';
import { type Weekday, weekdayOf } from '../../../domain/people/shift.ts';
import { localDate } from '../../../domain/time.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useSession } from '../shell/session.tsx';
import { LoadBar } from './load-bar.tsx';

const week = [1, 2, 3, 4, 5, 6, 7] as const satisfies readonly Weekday[];

type Props = { member: TeamMemberView; onEdit: (() => void) | null };

/** A colleague: at work or not, how much in hand, what is given to them, and when. */
export function MemberCard({ member, onEdit }: Props) {
  const t = useTexts('team');
  const words = useWords();
  return (
    <Panel
      title={member.name}
      tools={
        onEdit ? (
          <Button size="small" onClick={onEdit}>
            {t('edit')}
          </Button>
        ) : null
      }
    >
      <div className="team-member">
        <div className="team-member-head">
          <Presence member={member} />
          <span className="faint">
            {words('role', member.role)} · {t('levelN', { level: member.level })}
          </span>
        </div>
        {member.takesCases || member.openCases > 0 ? (
          <Link to={`/queue?lane=all&assignee=${member.userId}`} aria-label={`${t('inHand')} ${member.name}`}>
            <LoadBar open={member.openCases} max={member.maxOpen} />
          </Link>
        ) : null}
        {member.takesCases ? <Facts member={member} /> : null}
      </div>
    </Panel>
  );
}

function Presence({ member }: { member: TeamMemberView }) {
  const t = useTexts('team');
  const formats = useFormats();
  const now = useNow();
  if (!member.takesCases) return <Tag tone="grey">{t('takesNone')}</Tag>;
  if (member.awayUntil) {
    return <Tag tone="amber">{t('awayUntil', { when: formats.when(member.awayUntil, now, { time: true }) })}</Tag>;
  }
  return <Tag tone={member.onShift ? 'green' : 'grey'}>{t(member.onShift ? 'onShift' : 'offShift')}</Tag>;
}

function Facts({ member }: { member: TeamMemberView }) {
  const t = useTexts('team');
  const words = useWords();
  const { may } = useSession();
  const shops = useRead(listShops, {}, { enabled: may('order:read') }).data?.shops ?? [];
  const { resolutions, reasons, channels } = member.skills;
  const skills = [
    ...resolutions.map((code) => words('resolution', code)),
    ...reasons.map((code) => words('reason', code)),
    ...channels.map((code) => words('channel', code)),
  ];
  const names = member.shops.map((id) => shops.find((shop) => shop.id === id)?.name ?? id);
  return (
    <dl className="team-facts">
      <dt>{t('skills')}</dt>
      <dd>{skills.length > 0 ? skills.join(' / ') : t('allCases')}</dd>
      <dt>{t('shops')}</dt>
      <dd>{names.length > 0 ? names.join(' / ') : t('allShops')}</dd>
      <dt>{t('shift')}</dt>
      <dd>{member.shift ? <WeekStrip shift={member.shift} /> : <span className="faint">{t('noShift')}</span>}</dd>
    </dl>
  );
}

/** The week at a glance, with the hours of each day on hover. */
function WeekStrip({ shift }: { shift: NonNullable<TeamMemberView['shift']> }) {
  const t = useTexts('team');
  const now = useNow();
  const { timeZone } = useFormats();
  const today = weekdayOf(localDate(now, timeZone));
  const hoursOf = (day: Weekday) =>
    shift.hours
      .filter(({ weekday }) => weekday === day)
      .map(({ from, to }) => (to > from ? `${from}–${to}` : `${from}–${t('nextDay')} ${to}`))
      .join(', ');
  return (
    <>
      <span className="week-strip">
        {week.map((day) => (
          <span
            key={day}
            className={`${hoursOf(day) ? 'works' : ''}${day === today ? ' today' : ''}`}
            title={hoursOf(day) || t('rest')}
          >
            {t(`weekday.${day}`)}
          </span>
        ))}
      </span>
      <span className="faint">{hoursOf(today) || t('rest')}</span>
    </>
  );
}
