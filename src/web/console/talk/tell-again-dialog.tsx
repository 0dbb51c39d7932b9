import { Form, Modal } from 'antd';
import { tellAgain } from '../../../contract/negotiation.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { useCauseText } from '../parts/cause.tsx';
import type { FileId } from '../parts/photo-picker.tsx';
import { useRmaAct } from '../rma/use-rma-act.ts';
import { PlatformFields, useRefusalReasons } from './refusal-fields.tsx';

type Fields = { platformReasonId?: string; proof?: FileId[] };

/** The platform did not take our answer. For a refusal its reason is chosen anew, from what it offers now. */
export function TellAgainDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('talk');
  const sayCause = useCauseText();
  const [form] = Form.useForm<Fields>();
  const refuses = rma.review === 'rejected';
  const reasons = useRefusalReasons(rma.id, refuses);
  const platform = reasons.data?.platform ?? null;
  const tell = useRmaAct(tellAgain, 'tell_again', rma, { onDone: onClose });
  const inShopBooks = rma.refunds.some(
    ({ shopBooks }) => shopBooks?.state === 'refused' || shopBooks?.state === 'unknown',
  );
  const refusal = inShopBooks ? 'shop_refund_not_recorded' : 'channel_refused';
  const failed = rma.timeline.findLast((entry) => entry.type === refusal)?.data['message'];
  const send = ({ platformReasonId, proof }: Fields) => {
    const platformReason = platform?.reasons.find(({ id }) => id === platformReasonId);
    tell.mutate({
      params: { rmaId: rma.id },
      body: { ...(platformReason ? { platformReason } : {}), ...(proof?.[0] ? { proof: proof[0] } : {}) },
    });
  };
  return (
    <Modal
      open
      onCancel={onClose}
      title={`${t(inShopBooks ? 'writeAgainTitle' : 'tellAgainTitle')} · ${rma.number}`}
      okText={t('tellAgainGo')}
      okButtonProps={{ loading: tell.isPending, disabled: refuses && reasons.isPending }}
      onOk={form.submit}
    >
      {typeof failed === 'string' ? <p>{t('tellAgainWhy', { why: sayCause(failed) })}</p> : null}
      <p className="faint">{t(inShopBooks ? 'writeAgainHint' : 'tellAgainHint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={send}>
        {refuses ? <PlatformFields platform={platform} loading={reasons.isPending} /> : null}
      </Form>
    </Modal>
  );
}
