import { App, Form, Modal, Select } from 'antd';
import { type CandidateView, openReturnForUnknown, type UnknownView } from '../../../contract/unknown-parcels.ts';
import { reasons } from '../../../domain/policy/reasons.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useParcelChanged } from './use-binding.tsx';

type Props = { parcel: UnknownView; candidate: CandidateView; onClose: () => void };
type Fields = { reason: (typeof reasons)[number]; resolution: 'return_and_refund' | 'refused_delivery' };

/** Nobody asked for a return of these goods: somebody opens it for them. */
export function OpenReturnDialog({ parcel, candidate, onClose }: Props) {
  const t = useTexts('unknownParcels');
  const words = useWords();
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const changed = useParcelChanged();
  const [form] = Form.useForm<Fields>();
  const open = useAct(openReturnForUnknown, {
    onDone: ({ bound, parcel: next }) => {
      changed(next);
      message.success(t(bound ? 'openedBound' : 'openedWaiting'));
      onClose();
    },
    onRefused: showProblem,
  });
  const cameBack = candidate.reasons.some(({ code }) => code === 'waybill_outbound');
  return (
    <Modal
      open
      title={t('openTitle', { number: candidate.order.externalId })}
      okText={t('openGo')}
      confirmLoading={open.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{
          reason: cameBack ? 'other' : 'no_reason',
          resolution: cameBack ? 'refused_delivery' : 'return_and_refund',
        }}
        onFinish={(fields) =>
          open.mutate({ params: { unknownId: parcel.id }, body: { orderId: candidate.order.id, ...fields } })
        }
      >
        <Form.Item name="resolution" label={t('openKind')}>
          <Select
            options={(['return_and_refund', 'refused_delivery'] as const).map((value) => ({
              value,
              label: words('resolution', value),
            }))}
          />
        </Form.Item>
        <Form.Item name="reason" label={t('openReason')}>
          <Select options={reasons.map((value) => ({ value, label: words('reason', value) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
