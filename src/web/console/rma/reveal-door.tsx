import { EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { revealPickup } from '../../../contract/pickups.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { RevealDialog } from '../parts/reveal-dialog.tsx';
import { useReveal } from '../parts/use-reveal.ts';
import { useSession } from '../shell/session.tsx';

/** The whole door of a visit, for who says what for; that stays on record (个人信息保护法). */
export function RevealDoor({ rmaId, pickupId }: { rmaId: RmaView['id']; pickupId: string }) {
  const t = useTexts('pickups');
  const { may } = useSession();
  const { clear, asking, ask, close, reveal, isBusy } = useReveal(revealPickup);
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
        onClick={ask}
      />
      {asking ? (
        <RevealDialog
          title={t('revealTitle')}
          example={t('purposePlaceholder')}
          busy={isBusy}
          onClose={close}
          onReveal={(purpose) => reveal({ params: { rmaId }, body: { pickupId: pickupId as `pk${string}`, purpose } })}
        />
      ) : null}
    </>
  );
}
