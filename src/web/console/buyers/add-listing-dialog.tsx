import { Alert, App, DatePicker, Form, Input, Modal, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { addListing, type BuyerView, type ListingView } from '../../../contract/buyers.ts';
import { listingKinds } from '../../../domain/buyers/buyer-record.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useListingChanged } from './use-listing-changed.ts';

type Given = {
  kind: ListingView['kind'];
  reason: string;
  until: Dayjs | null;
  rmaId: BuyerView['returns'][number]['id'] | undefined;
};
type Props = { buyer: BuyerView; current: ListingView | null; onClose: () => void };

const spans = [30, 90, 180, 365] as const;
const USUAL_DAYS = 90;

/** Puts a buyer on a list, with the facts it rests on and, for the watch list, a last day. */
export function AddListingDialog({ buyer, current, onClose }: Props) {
  const t = useTexts('buyers');
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const changed = useListingChanged();
  const [form] = Form.useForm<Given>();
  const kind = Form.useWatch('kind', form) ?? current?.kind ?? 'block';
  const today = dayjs(buyer.today);
  const add = useAct(addListing, {
    onRefused: showProblem,
    onDone: () => {
      message.success(t('added', { list: t(`on.${kind}`) }));
      changed();
      onClose();
    },
  });
  const send = ({ kind: list, reason, until, rmaId }: Given) =>
    add.mutate({
      params: { buyerId: buyer.id },
      body: { kind: list, reason, until: until ? until.format('YYYY-MM-DD') : null, rmaId: rmaId ?? null },
    });
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('addTitle', { buyer: buyer.nick || t('noNick') })}
      okText={t('addGo')}
      okButtonProps={{ loading: add.isPending }}
      onOk={form.submit}
    >
      {current ? (
        <Alert type="info" className="listing-unused" title={t('replaces', { list: t(`on.${current.kind}`) })} />
      ) : null}
      <Form<Given>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          kind,
          reason: current?.reason ?? '',
          until: today.add(USUAL_DAYS, 'day'),
          rmaId: current?.rma?.id,
        }}
        onFinish={send}
      >
        <Form.Item name="kind" label={t('kind')} extra={t(`kindHint.${kind}`)}>
          <Radio.Group
            optionType="button"
            options={listingKinds.toReversed().map((each) => ({ value: each, label: t(`on.${each}`) }))}
            onChange={({ target }) =>
              form.setFieldValue('until', target.value === 'block' ? today.add(USUAL_DAYS, 'day') : null)
            }
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('reason')}
          rules={[{ required: true, whitespace: true, message: t('needReason') }]}
        >
          <Input.TextArea autoFocus rows={3} maxLength={300} showCount placeholder={t('reasonPlaceholder')} />
        </Form.Item>
        <UntilField buyer={buyer} kind={kind} />
        <EvidenceField returns={buyer.returns} />
      </Form>
    </Modal>
  );
}

function UntilField({ buyer, kind }: { buyer: BuyerView; kind: Given['kind'] }) {
  const t = useTexts('buyers');
  const today = dayjs(buyer.today);
  return (
    <Form.Item
      name="until"
      label={t('untilLabel')}
      extra={t(kind === 'block' ? 'untilHint' : 'untilFree')}
      rules={[{ required: kind === 'block', message: t('needUntil') }]}
    >
      <DatePicker
        className="whole-width"
        minDate={today}
        {...(kind === 'block' ? { maxDate: dayjs(buyer.latestBlockEnd) } : {})}
        presets={spans.map((days) => ({ label: t('daysFrom', { count: days }), value: today.add(days, 'day') }))}
      />
    </Form.Item>
  );
}

function EvidenceField({ returns }: Pick<BuyerView, 'returns'>) {
  const t = useTexts('buyers');
  return (
    <Form.Item name="rmaId" label={t('rma')}>
      <Select
        allowClear
        placeholder={t('rmaNone')}
        options={returns.map(({ id, number, shopName }) => ({ value: id, label: `${number} · ${shopName}` }))}
      />
    </Form.Item>
  );
}
