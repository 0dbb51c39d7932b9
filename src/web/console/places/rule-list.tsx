import { ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Form, Select } from 'antd';
import type { ShopView } from '../../../contract/shops.ts';
import { useTexts } from '../locales/texts.ts';
import { useAddresses } from './address-list.tsx';
import { useClassOptions } from './use-class-options.ts';

/** By which rules an address is chosen, in their order, and where to when none fits. */
export function RuleList({ shops }: { shops: readonly ShopView[] }) {
  const t = useTexts('places');
  const classes = useClassOptions();
  const keys = useAddresses().flatMap(({ key }) => (key ? [{ value: key, label: key }] : []));
  const needed = { required: true, message: t('to') };
  return (
    <>
      <Form.List name="rules">
        {(fields, { add, remove, move }) => (
          <>
            {fields.map(({ name }) => (
              <div key={name} className="place-rule">
                <span className="number faint">{name + 1}</span>
                <Form.Item name={[name, 'shopId']} label={t('shop')}>
                  <Select
                    allowClear
                    placeholder={t('anyShop')}
                    options={shops.map(({ id, name: label }) => ({ value: id, label }))}
                  />
                </Form.Item>
                <Form.Item name={[name, 'goodsClass']} label={t('goodsClass')}>
                  <Select allowClear placeholder={t('anyClass')} options={classes} />
                </Form.Item>
                <Form.Item name={[name, 'key']} label={t('to')} rules={[needed]}>
                  <Select options={keys} />
                </Form.Item>
                <span className="place-rule-tools">
                  <Button
                    icon={<ArrowUpOutlined />}
                    aria-label={`${t('up')} ${name + 1}`}
                    disabled={name === 0}
                    onClick={() => move(name, name - 1)}
                  />
                  <Button
                    icon={<DeleteOutlined />}
                    aria-label={`${t('remove')} ${name + 1}`}
                    onClick={() => remove(name)}
                  />
                </span>
              </div>
            ))}
            <Button className="places-add" onClick={() => add({ shopId: null, goodsClass: null })}>
              {t('addRule')}
            </Button>
          </>
        )}
      </Form.List>
      <Form.Item name="defaultKey" label={t('byDefault')}>
        <Select allowClear placeholder={t('shopsOwn')} options={keys} />
      </Form.Item>
    </>
  );
}
