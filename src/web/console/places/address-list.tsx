import { Button, Collapse, Form, Input } from 'antd';
import type { AddressBook } from '../../../contract/return-addresses.ts';
import type { ShopView } from '../../../contract/shops.ts';
import { useTexts } from '../locales/texts.ts';
import { PlaceFields } from '../rma/place-fields.tsx';

const KEY = /^[\p{L}\p{N}_-]{1,40}$/u;

/** The addresses as the form has them at the moment. */
export const useAddresses = (): Partial<AddressBook['addresses'][number]>[] => Form.useWatch('addresses') ?? [];

export function AddressList({ shops }: { shops: readonly ShopView[] }) {
  const t = useTexts('places');
  const addresses = useAddresses();
  const platforms = shops.filter(({ capabilities }) => capabilities?.agreeReturn);
  return (
    <Form.List name="addresses">
      {(fields, { add, remove }) => (
        <>
          {fields.length === 0 ? (
            <p>
              {t('none')}
              <br />
              <span className="faint">{t('noneHint')}</span>
            </p>
          ) : null}
          <Collapse
            defaultActiveKey={fields.length === 1 ? [0] : []}
            items={fields.map(({ name }) => ({
              key: name,
              forceRender: true,
              label: labelOf(addresses[name]),
              children: (
                <>
                  <Form.Item
                    name={[name, 'key']}
                    label={t('key')}
                    extra={t('keyHint')}
                    rules={[{ required: true, pattern: KEY, message: t('keyWrong') }]}
                  >
                    <Input maxLength={40} />
                  </Form.Item>
                  <PlaceFields at={name} />
                  <Form.Item name={[name, 'postcode']} label={t('postcode')}>
                    <Input maxLength={12} className="number" />
                  </Form.Item>
                  {platforms.length > 0 ? (
                    <fieldset className="address-fields">
                      <legend>{t('platformIds')}</legend>
                      <p className="faint">{t('platformHint')}</p>
                      {platforms.map((shop) => (
                        <Form.Item key={shop.id} name={[name, 'platformIds', shop.id]} label={shop.name}>
                          <Input maxLength={64} className="number" />
                        </Form.Item>
                      ))}
                    </fieldset>
                  ) : null}
                  <Button danger size="small" onClick={() => remove(name)}>
                    {t('remove')}
                  </Button>
                </>
              ),
            }))}
          />
          <Button className="places-add" onClick={() => add({ platformIds: {}, postcode: '' })}>
            {t('add')}
          </Button>
        </>
      )}
    </Form.List>
  );
}

const labelOf = (address: ReturnType<typeof useAddresses>[number] | undefined): string =>
  [
    address?.key,
    address?.name,
    [address?.province, address?.city === address?.province ? '' : address?.city, address?.district].join(''),
  ]
    .filter(Boolean)
    .join(' · ');
