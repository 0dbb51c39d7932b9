import { Button, Modal, Radio } from 'antd';
import { useState } from 'react';
import type { bulkReview } from '../../../contract/bulk-review.ts';
import { bulkAssign, listTeam } from '../../../contract/team.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import type { RmaId } from '../rma/use-rma-act.ts';
import { useSession } from '../shell/session.tsx';
import { LoadBar } from './load-bar.tsx';

type Props = { rmaIds: RmaId[]; onDone: (reply: ReplyOf<typeof bulkReview>) => void };

/** Takes, hands over or gives back what is selected; each case gets a verdict of its own. */
export function BulkAssign({ rmaIds, onDone }: Props) {
  const t = useTexts('team');
  const { may } = useSession();
  const showProblem = useShowProblem();
  const [handing, setHanding] = useState(false);
  const move = useAct(bulkAssign, { onRefused: showProblem, onDone });
  if (!may('rma:review')) return null;
  return (
    <>
      <Button size="small" loading={move.isPending} onClick={() => move.mutate({ body: { action: 'take', rmaIds } })}>
        {t('take')}
      </Button>
      <Button size="small" onClick={() => setHanding(true)}>
        {t('handOver')}
      </Button>
      <Button size="small" onClick={() => move.mutate({ body: { action: 'release', rmaIds } })}>
        {t('giveBack')}
      </Button>
      {handing ? (
        <ToColleague
          busy={move.isPending}
          onClose={() => setHanding(false)}
          onChoose={(to) => move.mutate({ body: { action: 'assign', rmaIds, to } })}
        />
      ) : null}
    </>
  );
}

/** Cases of different kinds fit different people, so here is only who is at work and how much is in hand. */
function ToColleague(props: { busy: boolean; onClose: () => void; onChoose: (userId: string) => void }) {
  const t = useTexts('team');
  const words = useWords();
  const [to, setTo] = useState<string | null>(null);
  const answer = useRead(listTeam, {});
  const working = (answer.data?.members ?? []).filter(({ role }) => role !== 'inspector');
  const chosen = working.find(({ userId }) => userId === to);
  return (
    <Modal
      open
      onCancel={props.onClose}
      title={t('handOverTitle')}
      okText={t('handOverGo', { name: chosen?.name ?? '…' })}
      okButtonProps={{ disabled: !chosen, loading: props.busy }}
      onOk={() => chosen && props.onChoose(chosen.userId)}
    >
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting rows={4} /> : null}
      <Radio.Group className="takers" value={to} onChange={(event) => setTo(String(event.target.value))}>
        {working.map((member) => (
          <Radio key={member.userId} value={member.userId} className="taker">
            <span className="taker-name">
              <strong>{member.name}</strong>
              <span className="faint">{words('role', member.role)}</span>
            </span>
            <Tag tone={member.awayUntil || !member.onShift ? 'amber' : 'green'}>
              {member.awayUntil ? t('unfit.away') : t(member.onShift ? 'onShift' : 'offShift')}
            </Tag>
            <LoadBar open={member.openCases} max={member.maxOpen} />
          </Radio>
        ))}
      </Radio.Group>
    </Modal>
  );
}
