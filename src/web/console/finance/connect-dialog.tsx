import { useQueryClient } from '@tanstack/react-query';
import { App, Checkbox, DatePicker, Form, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { connectFinance, type FinanceView, getFinance, listFinanceAccounts } from '../../../contract/finance.ts';
import { now } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { AccountFields, filled, useSide } from '../shops/account-fields.tsx';

type Entry = {
  vendor: string;
  settings?: Record<string, string>;
  credentials?: Record<string, string>;
  fromPeriod: Dayjs;
  checkedOnly: boolean;
  closeAfterPush: boolean;
};

/** Connects a finance system or changes how: the form is what its connector asks for. */
export function ConnectDialog({ view, onClose }: { view: FinanceView; onClose: () => void }) {
  const t = useTexts('finance');
  const side = useSide();
  const today = useFormats().today(now());
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Entry>();
  const present = view.connection;
  const chosen = Form.useWatch('vendor', form) ?? present?.vendor ?? view.vendors[0]?.id;
  const vendor = view.vendors.find(({ id }) => id === chosen);
  const startAnew = (id: string) => {
    form.setFieldValue('settings', present?.vendor === id ? present.settings : {});
    form.setFieldValue('credentials', {});
  };
  const connect = useAct(connectFinance, {
    onRefused: useShowProblem(),
    onDone: () => {
      message.success(t('saved'));
      for (const { path } of [getFinance, listFinanceAccounts]) void queries.invalidateQueries({ queryKey: [path] });
      onClose();
    },
  });
  const save = ({ vendor: id, settings, credentials, fromPeriod, checkedOnly, closeAfterPush }: Entry) =>
    connect.mutate({
      params: { vendor: id },
      body: {
        settings: filled(settings),
        credentials: filled(credentials),
        fromPeriod: fromPeriod.format('YYYY-MM'),
        checkedOnly,
        closeAfterPush,
      },
    });
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('connectTitle')}
      okText={t('save')}
      okButtonProps={{ loading: connect.isPending }}
      onOk={form.submit}
    >
      <Form<Entry>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={{
          vendor: chosen,
          settings: present?.settings ?? {},
          fromPeriod: dayjs(`${present?.fromPeriod ?? today.slice(0, 7)}-01`),
          checkedOnly: present?.checkedOnly ?? false,
          closeAfterPush: present?.closeAfterPush ?? false,
        }}
        onFinish={save}
      >
        <Form.Item name="vendor" label={t('vendor')}>
          <Select
            options={view.vendors.map(({ id, label }) => ({ value: id, label: label[side] }))}
            // Vendors share names of fields, not their values.
            onChange={startAnew}
          />
        </Form.Item>
        {vendor ? <AccountFields of={vendor} isNew={present?.vendor !== vendor.id} /> : null}
        <TermsFields />
      </Form>
    </Modal>
  );
}

/** Which vouchers are pushed, and what that means for closing a month. */
function TermsFields() {
  const t = useTexts('finance');
  return (
    <>
      <Form.Item name="fromPeriod" label={t('fromPeriod')} rules={[{ required: true }]}>
        <DatePicker picker="month" allowClear={false} />
      </Form.Item>
      <Form.Item name="checkedOnly" valuePropName="checked">
        <Checkbox>{t('checkedOnly')}</Checkbox>
      </Form.Item>
      <Form.Item name="closeAfterPush" valuePropName="checked">
        <Checkbox>{t('closeAfterPush')}</Checkbox>
      </Form.Item>
    </>
  );
}
