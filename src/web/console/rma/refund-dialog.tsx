import { Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { type RmaView, requestRefund } from '../../../contract/returns.ts';
import { type Money as Amount, isPositive, money, parseDecimal, subtract, zero } from '../../../domain/money.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { MoneyRows } from './money-card.tsx';
import { useRmaAct } from './use-rma-act.ts';

type Line = RmaView['lines'][number];
type Deduction = { amount: string; reason: string };
const none: Deduction = { amount: '', reason: '' };

/** Orders the refund. What happens to whom and how much is said before the press. */
export function RefundDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('rma');
  const words = useWords();
  const [agreed, setAgreed] = useState(false);
  const [typed, setTyped] = useState<ReadonlyMap<string, Deduction>>(new Map());
  const [endsWithNothing, setEndsWithNothing] = useState(false);
  const isShort = Boolean(rma.amount?.shortfall) && !rma.agreed;
  const refund = useRmaAct(requestRefund, 'request_refund', rma, { onDone: onClose });
  const currency = rma.order.paid.currency;
  const due = rma.lines.filter((line) => line.settlement === 'due');
  const deductions = due.flatMap((line) => {
    const { amount, reason } = (agreed && typed.get(line.id)) || none;
    const read = parseDecimal(amount, currency);
    return read && isPositive(read) && reason.trim() ? [{ line, amount: read, reason: reason.trim() }] : [];
  });
  const unfinished =
    agreed && [...typed.values()].some(({ amount, reason }) => (amount === '') !== (reason.trim() === ''));
  const whole: Amount = rma.amount ? money(BigInt(rma.amount.total.minor), currency) : zero(currency);
  const total = deductions.reduce((left, deduction) => subtract(left, deduction.amount), whole);
  const amount = formatMoney({ minor: String(total.minor), currency });
  const methods = [...new Set(rma.order.payments.map((payment) => words('method', payment.method)))].join(' + ');
  return (
    <Modal
      open
      width={560}
      onCancel={onClose}
      title={`${t('refundTitle')} · ${rma.number}`}
      okText={t('refundGo', { amount })}
      okButtonProps={{
        loading: refund.isPending,
        disabled: unfinished || total.minor < 0n || (isShort && !endsWithNothing),
      }}
      onOk={() =>
        refund.mutate({
          params: { rmaId: rma.id },
          body: {
            ...(isShort ? { acceptsNothing: endsWithNothing } : {}),
            deductions: deductions.map(asInput),
          },
        })
      }
    >
      {rma.amount ? (
        <MoneyRows
          rma={rma}
          rows={[
            ...rma.amount.rows,
            ...deductions.map((deduction) => ({
              code: 'deduction' as const,
              note: deduction.reason,
              amount: { minor: String(-deduction.amount.minor), currency },
            })),
          ]}
          total={{ minor: String(total.minor), currency }}
        />
      ) : null}
      {isShort ? <EndsWithNothing rma={rma} checked={endsWithNothing} onChange={setEndsWithNothing} /> : null}
      <Checkbox checked={agreed} onChange={(event) => setAgreed(event.target.checked)}>
        {t('refundAgreed')}
      </Checkbox>
      {agreed
        ? due.map((line) => (
            <DeductionFields key={line.id} line={line} currency={currency} typed={typed} onChange={setTyped} />
          ))
        : null}
      <p className="consequence">{t('refundConsequence', { amount, buyer: rma.order.buyer.nick, method: methods })}</p>
    </Modal>
  );
}

const asInput = ({ line, amount, reason }: { line: Line; amount: Amount; reason: string }) => ({
  lineId: line.id,
  reason,
  amount: { minor: String(amount.minor), currency: amount.currency },
});

type EndsProps = { rma: RmaView; checked: boolean; onChange: (checked: boolean) => void };

function EndsWithNothing({ rma, checked, onChange }: EndsProps) {
  const t = useTexts('rma');
  const shortfall = rma.amount?.shortfall;
  return (
    <>
      <p className="amber">{shortfall ? t('shortfall', { amount: formatMoney(shortfall) }) : null}</p>
      <Checkbox checked={checked} onChange={(event) => onChange(event.target.checked)}>
        {t('acceptsNothing')}
      </Checkbox>
    </>
  );
}

type Typed = ReadonlyMap<string, Deduction>;
type FieldsProps = { line: Line; currency: string; typed: Typed; onChange: (typed: Typed) => void };

function DeductionFields({ line, currency, typed, onChange }: FieldsProps) {
  const t = useTexts('rma');
  const value = typed.get(line.id) ?? none;
  const set = (change: Partial<Deduction>) => onChange(new Map(typed).set(line.id, { ...value, ...change }));
  const wrong = value.amount !== '' && !parseDecimal(value.amount, currency);
  return (
    <fieldset className="deduction-fields">
      <legend>
        {line.title} × {line.quantity}
      </legend>
      <Form.Item
        label={t('deduct')}
        validateStatus={wrong ? 'error' : ''}
        help={wrong ? t('deductNotMoney') : undefined}
        layout="vertical"
      >
        <Input inputMode="decimal" value={value.amount} onChange={(event) => set({ amount: event.target.value })} />
      </Form.Item>
      <Form.Item label={t('deductWhy')} layout="vertical">
        <Input maxLength={200} value={value.reason} onChange={(event) => set({ reason: event.target.value })} />
      </Form.Item>
    </fieldset>
  );
}
