import { Form, Radio } from 'antd';
import { announceParcel, type RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { CourierFields, useCourierCode } from './courier-fields.tsx';
import { useRmaAct } from './use-rma-act.ts';

export function ParcelDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('rma');
  const [form] = Form.useForm<{ courier: string; waybill: string; instead?: string }>();
  const announce = useRmaAct(announceParcel, 'announce_parcel', rma, { onDone: onClose });
  const codeOf = useCourierCode();
  const mistaken = rma.parcels.filter(({ status }) => status !== 'delivered').map(({ waybill }) => waybill);
  return (
    <FormDialog
      form={form}
      title={`${t('parcelTitle')} · ${rma.number}`}
      okText={t('parcelGo')}
      busy={announce.isPending}
      onClose={onClose}
      onFinish={({ courier, waybill, instead }) =>
        announce.mutate({
          params: { rmaId: rma.id },
          body: { courier: codeOf(courier), waybill, ...(instead ? { instead } : {}) },
        })
      }
    >
      <CourierFields />
      {mistaken.length > 0 ? (
        <Form.Item name="instead" label={t('parcelInstead')} initialValue="">
          <Radio.Group
            className="stacked"
            options={[
              { value: '', label: t('parcelAnother') },
              ...mistaken.map((number) => ({ value: number, label: t('parcelCorrects', { number }) })),
            ]}
          />
        </Form.Item>
      ) : null}
    </FormDialog>
  );
}
