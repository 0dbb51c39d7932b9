import { AutoComplete, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import {
  answerVendorReturn,
  creditVendorReturn,
  sendVendorReturn,
  type VendorReturnView,
} from '../../../contract/vendor-returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { couriers, useCourierCode } from '../rma/courier-fields.tsx';
import { useSession } from '../shell/session.tsx';
import { AmountInput, amountOf } from './amount-input.tsx';
import { Labelled } from './labelled.tsx';
import { PlaceField } from './place-field.tsx';

type Props = { document: VendorReturnView; onClose: () => void; onChanged: (document: VendorReturnView) => void };

const useStep = ({ onClose, onChanged }: Props) => {
  const showProblem = useShowProblem();
  return {
    onRefused: showProblem,
    onDone: (next: VendorReturnView) => {
      onChanged(next);
      onClose();
    },
  };
};

export function SendDialog(props: Props) {
  const t = useTexts('warehouse');
  const words = useWords();
  const codeOf = useCourierCode();
  const [courier, setCourier] = useState('');
  const [waybill, setWaybill] = useState('');
  const send = useAct(sendVendorReturn, useStep(props));
  const body = {
    ...(courier.trim() ? { courier: codeOf(courier.trim()) } : {}),
    ...(waybill.trim() ? { waybill: waybill.trim() } : {}),
  };
  return (
    <Modal
      open
      title={t('sendGoods')}
      okText={t('sendGoods')}
      okButtonProps={{ loading: send.isPending }}
      onCancel={props.onClose}
      onOk={() => send.mutate({ params: { documentId: props.document.id }, body })}
    >
      <div className="stock-form">
        <Labelled name={t('waybill')}>
          <Input
            className="number"
            value={waybill}
            aria-label={t('waybill')}
            maxLength={32}
            onChange={(event) => setWaybill(event.target.value)}
          />
        </Labelled>
        <Labelled name={t('courier')}>
          <AutoComplete
            value={courier}
            aria-label={t('courier')}
            options={couriers.map((code) => ({ value: words('courier', code) }))}
            onChange={setCourier}
          />
        </Labelled>
      </div>
    </Modal>
  );
}

export function AnswerDialog(props: Props) {
  const t = useTexts('warehouse');
  const { lines } = props.document;
  const [accepted, setAccepted] = useState<readonly number[]>(lines.map(({ quantity }) => quantity));
  const [backTo, setBackTo] = useState(lines[0]?.location ?? '');
  const answer = useAct(answerVendorReturn, useStep(props));
  return (
    <Modal
      open
      title={t('answer')}
      okText={t('answer')}
      okButtonProps={{ loading: answer.isPending, disabled: backTo.trim() === '' }}
      onCancel={props.onClose}
      onOk={() =>
        answer.mutate({
          params: { documentId: props.document.id },
          body: {
            backTo: backTo.trim(),
            lines: lines.map(({ sku, location }, n) => ({ sku, location, accepted: accepted[n] ?? 0 })),
          },
        })
      }
    >
      <div className="stock-form">
        <strong>{t('accepted')}</strong>
        {lines.map((line, n) => (
          <div key={`${line.sku}/${line.location}`} className="stock-answer">
            <span>
              <span className="number">{line.sku}</span> · {line.location}
            </span>
            <InputNumber
              aria-label={`${t('accepted')} ${line.sku} ${line.location}`}
              min={0}
              max={line.quantity}
              precision={0}
              suffix={`/ ${line.quantity}`}
              value={accepted[n] ?? 0}
              onChange={(value) => setAccepted(accepted.with(n, value ?? 0))}
            />
          </div>
        ))}
        <Labelled name={t('backTo')}>
          <PlaceField label={t('backTo')} value={backTo} onChange={setBackTo} />
        </Labelled>
      </div>
    </Modal>
  );
}

export function CreditDialog(props: Props) {
  const t = useTexts('warehouse');
  const { merchant } = useSession();
  const [typed, setTyped] = useState('');
  const amount = amountOf(typed, merchant.currency);
  const credit = useAct(creditVendorReturn, useStep(props));
  return (
    <Modal
      open
      title={t('credit')}
      okText={t('credit')}
      okButtonProps={{ loading: credit.isPending, disabled: !amount }}
      onCancel={props.onClose}
      onOk={() => amount && credit.mutate({ params: { documentId: props.document.id }, body: { amount } })}
    >
      <Labelled name={t('creditAmount')}>
        <AmountInput label={t('creditAmount')} value={typed} onChange={setTyped} />
      </Labelled>
    </Modal>
  );
}
