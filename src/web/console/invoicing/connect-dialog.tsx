import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Select } from 'antd';
import { connectInvoicing, getInvoicing, type InvoicingView } from '../../../contract/invoicing.ts';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { AccountFields, filled, useSide } from '../shops/account-fields.tsx';

type Entry = { vendor: string; settings?: Record<string, string>; credentials?: Record<string, string> };

/** Connects a service for red invoices or changes how: the form is what its connector asks for. */
export function ConnectDialog({ view, onClose }: { view: InvoicingView; onClose: () => void }) {
  const t = useTexts('invoicing');
  const side = useSide();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Entry>();
  const present = view.connection;
  const chosen = Form.useWatch('vendor', form) ?? present?.vendor ?? view.vendors[0]?.id;
  const vendor = view.vendors.find(({ id }) => id === chosen);
  const connect = useAct(connectInvoicing, {
    onRefused: useShowProblem(),
    onDone: () => {
      message.success(t('saved'));
      void queries.invalidateQueries({ queryKey: [getInvoicing.path] });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t('connectTitle')}
      okText={t('save')}
      busy={connect.isPending}
      onClose={onClose}
      initialValues={{ vendor: chosen, settings: present?.settings ?? {} }}
      onFinish={(entry) =>
        connect.mutate({
          params: { vendor: entry.vendor },
          body: { settings: filled(entry.settings), credentials: filled(entry.credentials) },
        })
      }
    >
      <Form.Item name="vendor" label={t('service')}>
        <Select options={view.vendors.map(({ id, label }) => ({ value: id, label: label[side] }))} />
      </Form.Item>
      {vendor ? <AccountFields of={vendor} isNew={present?.vendor !== vendor.id} /> : null}
    </FormDialog>
  );
}
