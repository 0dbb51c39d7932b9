import { useQueryClient } from '@tanstack/react-query';
import { App, DatePicker, Form, Input, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { type getDifference, settleDifference } from '../../../contract/matching.ts';
import { isOfOtherCurrency, type MatchAction } from '../../../domain/matching/settle.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { amountOf } from '../stock/amount-input.tsx';

type Difference = ReplyOf<typeof getDifference>;
type Fields = { note?: string; until?: Dayjs; refundId?: `rfd_${string}`; charged?: string };

/** What somebody does about a difference, with his reason. */
export function SettleDialog({ of, action, onEnd }: { of: Difference; action: MatchAction; onEnd: () => void }) {
  const t = useTexts('matching');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const tomorrow = dayjs(useFormats().today(now())).add(1, 'day');
  const [form] = Form.useForm<Fields>();
  const settle = useAct(settleDifference, {
    onDone: () => {
      void queries.invalidateQueries();
      message.success(t('done'));
      onEnd();
    },
    onRefused: useShowProblem(),
  });
  const send = ({ note = '', until, refundId, charged }: Fields) => {
    const params = { differenceId: of.id };
    if (action === 'wait' && until)
      settle.mutate({ params, body: { action, note, until: until.format('YYYY-MM-DD') } });
    else if (action === 'link' && refundId) settle.mutate({ params, body: { action, note, refundId } });
    else if (action === 'take') settle.mutate({ params, body: { action, note } });
    else if (action === 'book') {
      const amount = amountOf(charged ?? '', of.gap.currency);
      const said = amount ? { charged: amount.minor } : {};
      settle.mutate({ params, body: { action, note, gap: of.gap.minor, ...said } });
    } else if (action !== 'wait' && action !== 'link') settle.mutate({ params, body: { action, note } });
  };
  const asksCharge = action === 'book' && isOfOtherCurrency(of.cause);
  const hint =
    action === 'take'
      ? undefined
      : action === 'book'
        ? asksCharge
          ? t('chargedHint')
          : t(`bookHint.${of.bookedAs}`, { amount: formatMoney(of.left) })
        : t(`${action}Hint`);
  return (
    <Modal
      open
      onCancel={onEnd}
      title={t(`action.${action}`)}
      okText={t('confirm')}
      okButtonProps={{ loading: settle.isPending }}
      onOk={() => form.submit()}
    >
      {hint ? <p className="match-lead">{hint}</p> : null}
      <Form form={form} layout="vertical" initialValues={{ until: tomorrow }} onFinish={send}>
        {action === 'wait' ? (
          <Form.Item name="until" label={t('until')} rules={[{ required: true }]}>
            <DatePicker allowClear={false} minDate={tomorrow} />
          </Form.Item>
        ) : null}
        {asksCharge ? <Charged currency={of.gap.currency} /> : null}
        {action === 'link' ? <Which of={of} /> : null}
        <Form.Item
          name="note"
          label={t('remark')}
          rules={[{ required: action !== 'take' && action !== 'wait', whitespace: true }]}
        >
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Of a line in another currency: what the account was charged in that of the books. */
function Charged({ currency }: { currency: string }) {
  const t = useTexts('matching');
  return (
    <Form.Item
      name="charged"
      label={t('charged', { currency })}
      rules={[{ required: true, pattern: /^\d{1,12}(\.\d{1,2})?$/ }]}
    >
      <Input inputMode="decimal" />
    </Form.Item>
  );
}

/** The refund that a line of the statement really is. */
function Which({ of }: { of: Difference }) {
  const t = useTexts('matching');
  return (
    <Form.Item name="refundId" label={t('which')} rules={[{ required: true }]}>
      <Select
        options={of.candidates.map(({ refundId, amount, rmaNumber }) => ({
          value: refundId,
          label: `${rmaNumber ?? refundId} · ${formatMoney(amount)}`,
        }))}
      />
    </Form.Item>
  );
}
