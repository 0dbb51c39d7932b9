import { useState } from 'react';
import { listTeam, type TeamMemberView } from '../../../contract/team.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Page } from '../parts/page.tsx';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { ApprovalRules } from './approval-rules.tsx';
import { AwaySwitch } from './away-switch.tsx';
import { MemberCard } from './member-card.tsx';
import { MemberDrawer } from './member-drawer.tsx';

/** Who works on which cases, when, how much is in hand, and who may grant how much. */
export default function TeamPage() {
  const t = useTexts('team');
  const { may, principal } = useSession();
  const [editing, setEditing] = useState<TeamMemberView | null>(null);
  const answer = useRead(listTeam, {}, { everyMs: 30_000 });
  const members = answer.data?.members ?? [];
  const own = members.find(({ userId }) => userId === principal.id);
  // Those who are given cases come first.
  const sorted = members.toSorted((a, b) => Number(b.takesCases) - Number(a.takesCases));
  return (
    <Page title={t('title')} note={t('note')} tools={own?.takesCases ? <AwaySwitch own={own} /> : null}>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting /> : null}
      {answer.data && members.length === 0 ? <Blank title={t('empty')} hint={t('emptyHint')} /> : null}
      <div className="team">
        {sorted.map((member) => (
          <MemberCard
            key={member.userId}
            member={member}
            onEdit={may('member:manage') ? () => setEditing(member) : null}
          />
        ))}
      </div>
      {may('policy:read') ? <ApprovalRules /> : null}
      {editing ? (
        <MemberDrawer member={editing} zone={answer.data?.timeZone ?? ''} onClose={() => setEditing(null)} />
      ) : null}
    </Page>
  );
}
