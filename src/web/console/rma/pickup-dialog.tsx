import { Alert, Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { bookPickup, type PickupOptions, pickupOptions } from '../../../contract/pickups.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { now } from '../../ui/clock.ts';
import { pickupWindows } from '../../ui/pickup-windows.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { PlaceFields } from './place-fields.tsx';
import { useRmaAct } from './use-rma-act.ts';

type Entry = {
  service: string;
  payer: 'seller' | 'buyer';
  window?: number;
  sender: { name?: string; phone?: string; province: string; city: string; district: string; street: string };
  remark?: string;
  weightGrams: number;
};

/** A courier is sent to the buyer: who comes, when, to which door, and who pays. */
export function PickupDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('pickups');
  const [form] = Form.useForm<Entry>();
  const options = useRead(pickupOptions, { params: { rmaId: rma.id } });
  const [windows] = useState(() => pickupWindows(now(), 'Asia/Shanghai'));
  const book = useRmaAct(bookPickup, 'book_pickup', rma, { onDone: onClose });
  const found = options.data;
  const missing = found && (found.services.length === 0 ? t('noService') : found.receiver ? null : t('noDoor'));
  const save = ({ service, window, sender, remark = '', ...entry }: Entry) => {
    const [vendor = '', courier = ''] = service.split('/');
    const at = window === undefined ? undefined : windows[window];
    const { name, phone, ...street } = sender;
    book.mutate({
      params: { rmaId: rma.id },
      body: {
        ...entry,
        vendor,
        courier,
        remark,
        sender: { ...street, ...(name ? { name } : {}), ...(phone ? { phone } : {}) },
        ...(at ? { from: at.from, to: at.to } : {}),
      },
    });
  };
  return (
    <Modal
      open
      onCancel={onClose}
      title={`${t('bookTitle')} · ${rma.number}`}
      okText={t('bookGo')}
      okButtonProps={{ loading: book.isPending, disabled: !found || missing !== null }}
      onOk={form.submit}
    >
      {options.error ? <Failed error={options.error} retry={options.refetch} /> : null}
      {options.isPending ? <Waiting /> : null}
      {missing ? <Alert type="warning" showIcon title={missing} /> : null}
      {found && !missing ? (
        <Form<Entry>
          form={form}
          layout="vertical"
          requiredMark="optional"
          initialValues={{ service: firstOf(found), ...payerIn(found), weightGrams: 1_000 }}
          onFinish={save}
        >
          <Fields options={found} windows={windows} />
        </Form>
      ) : null}
    </Modal>
  );
}

/** Where nobody lets the buyer pay at his door, a person says that the shop does. */
const payerIn = ({ services, payer }: PickupOptions): Partial<Pick<Entry, 'payer'>> =>
  payer === 'seller' || services.some(({ buyerPays }) => buyerPays) ? { payer } : {};

/** The first that fits who pays. */
function firstOf({ services, payer }: PickupOptions): string {
  const service = services.find(({ buyerPays }) => payer === 'seller' || buyerPays) ?? services[0];
  return `${service?.vendor}/${service?.couriers[0]}`;
}

function Fields({ options, windows }: { options: PickupOptions; windows: ReturnType<typeof pickupWindows> }) {
  const t = useTexts('pickups');
  const words = useWords();
  const formats = useFormats();
  const { services, known, receiver, payer } = options;
  const side = formats.language === 'en' ? 'en' : 'zh';
  const chosen = Form.useWatch<string | undefined>('service') ?? firstOf(options);
  const service = services.find(({ vendor }) => chosen.startsWith(`${vendor}/`));
  return (
    <>
      {receiver ? <p className="faint">{t('to', receiver)}</p> : null}
      <Form.Item name="service" label={t('courier')} rules={[{ required: true }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={services.map(({ vendor, label, couriers }) => ({
            label: label[side],
            options: couriers.map((courier) => ({ value: `${vendor}/${courier}`, label: words('courier', courier) })),
          }))}
        />
      </Form.Item>
      <Form.Item name="window" label={t('window')}>
        <Select
          allowClear
          placeholder={t('soon')}
          options={windows.map(({ from, to }, value) => ({
            value,
            label: `${formats.when(from, now(), { time: true })}–${formats.full(to).slice(-8, -3)}`,
          }))}
        />
      </Form.Item>
      <Form.Item
        name="payer"
        label={t('payer')}
        extra={t('payerNote', { payer: words('payer', payer) })}
        rules={[{ required: true, message: t('needPayer') }]}
      >
        <Radio.Group
          options={(['seller', 'buyer'] as const).map((value) => ({
            value,
            label: words('payer', value),
            disabled: value === 'buyer' && !service?.buyerPays,
          }))}
        />
      </Form.Item>
      <fieldset className="address-fields">
        <legend>{t('sender')}</legend>
        <p className="faint">{t('sealed')}</p>
        <PlaceFields
          at="sender"
          hints={{
            ...(known.name ? { name: t('keepKnown') } : {}),
            ...(known.phone ? { phone: t('keepPhone', { phone: known.maskedPhone }) } : {}),
          }}
        />
      </fieldset>
      <Form.Item name="weightGrams" label={t('weight')}>
        <InputNumber min={100} max={100_000} step={100} precision={0} />
      </Form.Item>
      <Form.Item name="remark" label={t('remark')}>
        <Input maxLength={60} />
      </Form.Item>
    </>
  );
}
