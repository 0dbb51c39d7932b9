import { AutoComplete, Form, Input } from 'antd';
import { likeliestCourier } from '../../../domain/parcels/waybills.ts';
import { useTexts, useWords } from '../locales/texts.ts';

/** Those that most parcels travel with. */
export const couriers = [
  'shunfeng',
  'zhongtong',
  'yuantong',
  'yunda',
  'shentong',
  'jtexpress',
  'jd',
  'youzhengguonei',
  'ems',
  'debangkuaidi',
  'danniao',
] as const;

/** A courier is chosen by name; one that is not in the list is typed as its code. */
export function useCourierCode(): (name: string) => string {
  const words = useWords();
  return (name) => couriers.find((code) => words('courier', code) === name) ?? name;
}

/** Waybill and courier of a parcel, as fields `waybill` and `courier` of the form around them. */
export function CourierFields() {
  const t = useTexts('rma');
  const words = useWords();
  const form = Form.useFormInstance<{ courier?: string; waybill?: string }>();
  /** A number that only one courier has answers the other question, as long as nobody has answered it. */
  const recognise = () => {
    const courier = likeliestCourier(form.getFieldValue('waybill') ?? '');
    if (courier && !form.getFieldValue('courier')) form.setFieldValue('courier', words('courier', courier));
  };
  return (
    <>
      <Form.Item
        name="waybill"
        label={t('waybill')}
        rules={[{ required: true, pattern: /^\s*[0-9A-Za-z-]{6,32}\s*$/, message: t('waybillWrong') }]}
      >
        <Input autoFocus className="number" onBlur={recognise} />
      </Form.Item>
      <Form.Item name="courier" label={t('courier')} rules={[{ required: true, message: t('courier') }]}>
        <AutoComplete
          options={couriers.map((code) => ({ value: words('courier', code), code }))}
          showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) ?? false }}
        />
      </Form.Item>
    </>
  );
}
