import { EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { revealPickup } from '../../../contract/pickups.ts';
import type { RmaView } from '../../../contract/returns.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { RevealDialog } from '../parts/reveal-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

/** The whole door of a visit, for who says what for; that stays on record (个人信息保护法). */
export function RevealDoor({ rmaId, pickupId }: { rmaId: RmaView['id']; pickupId: string }) {
  const t = useTexts('pickups');
  const { may } = useSession();
  const showProblem = useShowProblem();
  const [asking, setAsking] = useState(false);
  const [clear, setClear] = useState<ReplyOf<typeof revealPickup>>();
  const reveal = useAct(revealPickup, {
    onRefused: showProblem,
    onDone: (reply) => {
      setClear(reply);
      setAsking(false);
    },
  });
  if (clear)
    return (
      <strong>
        {clear.name} {clear.phone} {clear.address}
      </strong>
    );
  if (!may('person:reveal')) return null;
  return (
    <>
      <Button
        size="small"
        type="text"
        icon={<EyeOutlined />}
        aria-label={t('reveal')}
        title={t('reveal')}
        onClick={() => setAsking(true)}
      />
      {asking ? (
        <RevealDialog
          title={t('revealTitle')}
          example={t('purposePlaceholder')}
          busy={reveal.isPending}
          onClose={() => setAsking(false)}
          onReveal={(purpose) =>
            reveal.mutate({ params: { rmaId }, body: { pickupId: pickupId as `pk${string}`, purpose } })
          }
        />
      ) : null}
    </>
  );
}
