import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { getOrder, type OrderView } from '../../../contract/orders.ts';
import { openRma } from '../../../contract/returns.ts';
import { isPositive, parseDecimal } from '../../../domain/money.ts';
import { type Reason, type Resolution, reasonFacts, reasons, resolutions } from '../../../domain/policy/reasons.ts';
import { resolutionFacts } from '../../../domain/policy/resolution-facts.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

type Asked = { resolution: Resolution; reason: Reason; amount?: string; note?: string };

/** Opens a return in the buyer's name; the rules decide at once. */
export function OpenReturnDialog({ order, onClose }: { order: OrderView; onClose: () => void }) {
  const t = useTexts('orders');
  const words = useWords();
  const [form] = Form.useForm<Asked>();
  const reason = Form.useWatch('reason', form);
  const resolution = Form.useWatch('resolution', form);
  const currency = order.paid.currency;
  const needsAmount = resolution !== undefined && resolutionFacts[resolution].amount === 'as_asked';
  const [units, setUnits] = useState<ReadonlyMap<string, number>>(new Map());
  const [evidence, setEvidence] = useState<FileId[]>([]);
  const [noLine, setNoLine] = useState(false);
  const open = useOpening();
  const chosen = chosenLines(order, units);
  const send = ({ resolution: kind, reason: why, amount, note }: Asked) => {
    setNoLine(chosen.length === 0);
    if (chosen.length === 0) return;
    const asked = needsAmount ? parseDecimal(amount ?? '', currency) : undefined;
    const requested = asked ? { requested: { minor: String(asked.minor), currency } } : {};
    const request = { orderId: order.id, resolution: kind, reason: why, note: note ?? '', lines: chosen, evidence };
    open.mutate({ body: { ...request, ...requested } });
  };
  return (
    <Modal
      open
      width={600}
      onCancel={onClose}
      title={`${t('openTitle')} · ${order.externalId}`}
      okText={t('openGo')}
      okButtonProps={{ loading: open.isPending }}
      onOk={form.submit}
    >
      <Form<Asked>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ resolution: order.shippedAt ? 'return_and_refund' : 'refund_only' }}
        onFinish={send}
      >
        <Form.Item label={t('choose')} validateStatus={noLine ? 'error' : ''} help={noLine ? t('needLine') : undefined}>
          <LineChooser order={order} units={units} onChange={setUnits} />
        </Form.Item>
        <Form.Item name="resolution" label={t('resolution')}>
          <Select options={resolutions.map((code) => ({ value: code, label: words('resolution', code) }))} />
        </Form.Item>
        {needsAmount ? <AmountField currency={currency} /> : null}
        <Form.Item name="reason" label={t('reason')} rules={[{ required: true, message: t('needReason') }]}>
          <Select options={reasons.map((code) => ({ value: code, label: words('reason', code) }))} />
        </Form.Item>
        <Form.Item
          label={t('photos')}
          extra={reason && reasonFacts[reason].quality && evidence.length === 0 ? t('photosHint') : undefined}
        >
          <PhotoPicker files={evidence} onChange={setEvidence} label={t('photos')} />
        </Form.Item>
        <Form.Item name="note" label={t('words')}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Opens the return and goes there. */
function useOpening() {
  const t = useTexts('orders');
  const go = useNavigate();
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useAct(openRma, {
    onRefused: useShowProblem(),
    onDone: (rma) => {
      message.success(t('opened', { number: rma.number }));
      void queries.invalidateQueries({ queryKey: [getOrder.path] });
      void go(`/rmas/${rma.id}`);
    },
  });
}

/** How much is asked for, where that does not follow from what was paid. */
function AmountField({ currency }: { currency: string }) {
  const t = useTexts('orders');
  const isAmount = (typed: unknown): boolean => {
    const read = parseDecimal(String(typed ?? ''), currency);
    return read !== undefined && isPositive(read);
  };
  return (
    <Form.Item
      name="amount"
      label={t('amountAsked')}
      rules={[
        {
          validator: (_, typed) => (isAmount(typed) ? Promise.resolve() : Promise.reject(new Error(t('amountWrong')))),
        },
      ]}
    >
      <Input inputMode="decimal" />
    </Form.Item>
  );
}

type Units = ReadonlyMap<string, number>;

const chosenLines = (order: OrderView, units: Units) =>
  order.lines.flatMap((line) => {
    const quantity = units.get(line.id) ?? 0;
    return quantity > 0 ? [{ orderLineId: line.id, quantity }] : [];
  });

function LineChooser(props: { order: OrderView; units: Units; onChange: (units: Units) => void }) {
  const { order, units, onChange } = props;
  const t = useTexts('orders');
  return (
    <ul className="choose-lines">
      {order.lines.map((line) => (
        <li key={line.id}>
          <span className="wrap">
            {line.title}
            <small className="faint">{t('returnable', { count: line.quantity - line.claimed })}</small>
          </span>
          <InputNumber
            min={0}
            max={line.quantity - line.claimed}
            precision={0}
            mode="spinner"
            disabled={line.quantity === line.claimed}
            aria-label={line.title}
            value={units.get(line.id) ?? 0}
            onChange={(value) => onChange(new Map(units).set(line.id, Number(value ?? 0)))}
          />
        </li>
      ))}
    </ul>
  );
}
