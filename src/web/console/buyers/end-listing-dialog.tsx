import { App, Form, Input, Modal } from 'antd';
import { type BuyerView, endListing, type ListingView } from '../../../contract/buyers.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useListingChanged } from './use-listing-changed.ts';

type Props = { buyerId: BuyerView['id']; entry: ListingView; onClose: () => void };

/** Takes a buyer off a list before the last day. */
export function EndListingDialog({ buyerId, entry, onClose }: Props) {
  const t = useTexts('buyers');
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const changed = useListingChanged();
  const [form] = Form.useForm<{ note: string }>();
  const end = useAct(endListing, {
    onRefused: showProblem,
    onDone: () => {
      message.success(t('ended'));
      changed();
      onClose();
    },
  });
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('endTitle', { list: t(`on.${entry.kind}`) })}
      okText={t('endGo')}
      okButtonProps={{ loading: end.isPending }}
      onOk={form.submit}
    >
      <p>{t('endBody')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ note: '' }}
        onFinish={(body) => end.mutate({ params: { buyerId, listingId: entry.id }, body })}
      >
        <Form.Item name="note" label={t('endNote')}>
          <Input autoFocus maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
