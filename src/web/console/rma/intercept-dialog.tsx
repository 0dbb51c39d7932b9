import { Form } from 'antd';
import { interceptOutbound } from '../../../contract/pickups.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { CourierFields, useCourierCode } from './courier-fields.tsx';
import { useRmaAct } from './use-rma-act.ts';

type Props = { rma: RmaView; parcel?: { courier: string; waybill: string }; onClose: () => void };

/** Asks the parcel that is on its way to the buyer back. A number that nobody knows is typed. */
export function InterceptDialog({ rma, parcel, onClose }: Props) {
  const t = useTexts('pickups');
  const words = useWords();
  const [form] = Form.useForm<{ courier: string; waybill: string }>();
  const codeOf = useCourierCode();
  const intercept = useRmaAct(interceptOutbound, 'intercept_outbound', rma, { onDone: onClose });
  const chosen = parcel ?? rma.outbound.find(({ canIntercept }) => canIntercept);
  return (
    <FormDialog
      form={form}
      title={`${t('interceptTitle')} · ${rma.number}`}
      okText={t('interceptGo')}
      busy={intercept.isPending}
      onClose={onClose}
      initialValues={chosen ? { waybill: chosen.waybill, courier: words('courier', chosen.courier) } : {}}
      onFinish={({ courier, waybill }) =>
        intercept.mutate({ params: { rmaId: rma.id }, body: { courier: codeOf(courier), waybill } })
      }
    >
      <p>{t('interceptBody')}</p>
      <CourierFields />
    </FormDialog>
  );
}
