import { Form, Input } from 'antd';
import { useTexts } from '../locales/texts.ts';

/** The parts of an address as couriers want them, as fields under `at` of the form around them. A hint: it may be left out. */
export function PlaceFields({ at, hints = {} }: { at: string | number; hints?: { name?: string; phone?: string } }) {
  const t = useTexts('pickups');
  const needed = { required: true, whitespace: true, message: t('needed') };
  const phone = { pattern: /^\+?[0-9][0-9 -]{5,20}$/, message: t('phoneWrong') };
  return (
    <div className="place-fields">
      <Form.Item name={[at, 'name']} label={t('name')} rules={hints.name ? [] : [needed]}>
        <Input maxLength={60} placeholder={hints.name} autoComplete="off" />
      </Form.Item>
      <Form.Item name={[at, 'phone']} label={t('phone')} rules={hints.phone ? [phone] : [needed, phone]}>
        <Input maxLength={21} placeholder={hints.phone} autoComplete="off" className="number" />
      </Form.Item>
      <Form.Item name={[at, 'province']} label={t('province')} rules={[needed]}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name={[at, 'city']} label={t('city')} rules={[needed]}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name={[at, 'district']} label={t('district')} rules={[needed]}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name={[at, 'street']} label={t('street')} rules={[needed]} className="place-street">
        <Input maxLength={120} />
      </Form.Item>
    </div>
  );
}
