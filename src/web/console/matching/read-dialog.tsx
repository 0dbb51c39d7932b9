import { useQueryClient } from '@tanstack/react-query';
import { App, DatePicker, Form, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { matchNow } from '../../../contract/matching.ts';
import { now } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useAccountName } from './use-account-name.ts';

const gateways = ['alipay', 'wechat', 'stripe'] as const;

/** Reads the statement of a day once more. */
export function ReadDialog({ onEnd }: { onEnd: () => void }) {
  const t = useTexts('matching');
  const nameOf = useAccountName();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const today = dayjs(useFormats().today(now()));
  const [form] = Form.useForm<{ vendor: string; day: Dayjs }>();
  const read = useAct(matchNow, {
    onDone: ({ state }) => {
      void queries.invalidateQueries();
      if (state === 'complete') message.success(t('readDone'));
      else message.warning(t('readNot', { state: t(`dayState.${state}`) }));
      onEnd();
    },
    onRefused: useShowProblem(),
  });
  return (
    <Modal
      open
      onCancel={onEnd}
      title={t('readTitle')}
      okText={t('read')}
      okButtonProps={{ loading: read.isPending }}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ vendor: 'alipay', day: today.subtract(1, 'day') }}
        onFinish={({ vendor, day }) => read.mutate({ body: { vendor, day: day.format('YYYY-MM-DD') } })}
      >
        <Form.Item name="vendor" label={t('account')} rules={[{ required: true }]}>
          <Select options={gateways.map((value) => ({ value, label: nameOf(value) }))} />
        </Form.Item>
        <Form.Item name="day" label={t('day')} rules={[{ required: true }]}>
          <DatePicker allowClear={false} maxDate={today} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
