import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal, Select } from 'antd';
import { changeShop, connectShop, listChannels, listShops, type ShopView } from '../../../contract/shops.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { AccountFields, filled, useSide } from './account-fields.tsx';

type Channel = ReplyOf<typeof listChannels>['channels'][number];
type Address = { name?: string; phone?: string; address?: string };
type Entry = {
  channel: string;
  name: string;
  externalId: string;
  settings?: Record<string, string>;
  credentials?: Record<string, string>;
  returnAddress?: Address;
};

/** Connects a shop, or changes one: the form is what the platform's connector asks for. */
export function ShopDialog({ shop, onClose }: { shop: ShopView | null; onClose: () => void }) {
  const t = useTexts('shops');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [form] = Form.useForm<Entry>();
  const channels = useRead(listChannels, {}).data?.channels ?? [];
  const chosen = Form.useWatch('channel', form) ?? shop?.channel;
  const channel = channels.find(({ id }) => id === chosen);
  const after = {
    onRefused: showProblem,
    onDone: () => {
      message.success(t('saved'));
      void queries.invalidateQueries({ queryKey: [listShops.path] });
      onClose();
    },
  };
  const connect = useAct(connectShop, after);
  const change = useAct(changeShop, after);
  const save = ({ channel: id, returnAddress, settings, credentials, ...entry }: Entry) => {
    const { name, phone, address } = returnAddress ?? {};
    const body = {
      ...entry,
      settings: filled(settings),
      credentials: filled(credentials),
      ...(name && phone && address ? { returnAddress: { name, phone, address } } : {}),
    };
    if (shop) change.mutate({ params: { shopId: shop.id as `shop_${string}` }, body });
    else connect.mutate({ body: { channel: id, ...body } });
  };
  return (
    <Modal
      open
      onCancel={onClose}
      title={shop ? t('editTitle', { name: shop.name }) : t('addTitle')}
      okText={t('save')}
      okButtonProps={{ loading: connect.isPending || change.isPending, disabled: !channel }}
      onOk={form.submit}
    >
      <Form<Entry>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={shop ?? { settings: {}, credentials: {} }}
        onFinish={save}
      >
        <ChannelChoice channels={channels} fixed={shop !== null} />
        {channel ? <Fields of={channel} isNew={shop === null} /> : null}
      </Form>
    </Modal>
  );
}

function ChannelChoice({ channels, fixed }: { channels: readonly Channel[]; fixed: boolean }) {
  const t = useTexts('shops');
  const side = useSide();
  return (
    <Form.Item name="channel" label={t('channel')} rules={[{ required: true }]}>
      <Select
        autoFocus={!fixed}
        disabled={fixed}
        options={channels.map(({ id, label }) => ({ value: id, label: label[side] }))}
      />
    </Form.Item>
  );
}

function Fields({ of, isNew }: { of: Channel; isNew: boolean }) {
  const t = useTexts('shops');
  return (
    <>
      <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="externalId" label={t('externalId')} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={100} />
      </Form.Item>
      <AccountFields of={of} isNew={isNew} />
      <fieldset className="address-fields">
        <legend>{t('returnAddress')}</legend>
        <p className="faint">{t('addressHint')}</p>
        <Form.Item name={['returnAddress', 'name']} label={t('addressName')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name={['returnAddress', 'phone']} label={t('addressPhone')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name={['returnAddress', 'address']} label={t('address')}>
          <Input.TextArea maxLength={200} autoSize />
        </Form.Item>
      </fieldset>
    </>
  );
}
