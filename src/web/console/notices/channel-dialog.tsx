import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal, Select } from 'antd';
import {
  addNoticeChannel,
  changeNoticeChannel,
  listNoticeChannels,
  type NoticeChannelView,
} from '../../../contract/notices.ts';
import { problemOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { AccountFields } from './account-fields.tsx';
import type { Entry, Kind } from './entry.ts';
import { TermsFields } from './terms-fields.tsx';
import { useSide } from './use-side.ts';

const filled = (values: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value));

const reasons = [
  'https_address',
  'near_address',
  'vendor_address',
  'webhook_secret',
  'mail_address',
  'mail_port',
] as const;

/** A value that is refused is marked where it stands. */
function wrongField(error: unknown, kind: Kind | undefined) {
  const { rejection } = problemOf(error);
  const reason = reasons.find((known) => known === rejection?.['reason']);
  const field = kind?.fields.find(({ name }) => name === rejection?.['field']);
  if (!reason || !field) return undefined;
  const name: ['settings' | 'credentials', string] = [field.kind === 'secret' ? 'credentials' : 'settings', field.name];
  return { name, reason };
}

type Props = { channel: NoticeChannelView | null; kinds: readonly Kind[]; zone: string; onClose: () => void };

/** Adds a channel, or changes one: the form is what its connector asks for, and what it is for. */
export function ChannelDialog({ channel, kinds, zone, onClose }: Props) {
  const t = useTexts('notices');
  const shell = useTexts('shell');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [form] = Form.useForm<Entry>();
  const chosen = Form.useWatch('kind', form) ?? channel?.kind;
  const kind = kinds.find(({ id }) => id === chosen);
  const after = {
    onRefused: (error: unknown) => {
      const wrong = wrongField(error, kind);
      if (!wrong) return showProblem(error);
      form.setFields([{ name: wrong.name, errors: [t(`wrong.${wrong.reason}`)] }]);
      form.scrollToField(wrong.name);
    },
    onDone: () => {
      message.success(t('saved'));
      void queries.invalidateQueries({ queryKey: [listNoticeChannels.path] });
      onClose();
    },
  };
  const add = useAct(addNoticeChannel, after);
  const change = useAct(changeNoticeChannel, after);

  const save = ({ kind: id, settings, credentials, ...entry }: Entry) => {
    const body = { ...entry, settings: filled(settings), credentials: filled(credentials) };
    if (channel) change.mutate({ params: { channelId: channel.id }, body });
    else add.mutate({ body: { kind: id, ...body } });
  };
  return (
    <Modal
      open
      width={560}
      onCancel={onClose}
      title={channel ? t('editTitle', { name: channel.name }) : t('addTitle')}
      okText={shell('save')}
      okButtonProps={{ loading: add.isPending || change.isPending, disabled: !kind }}
      onOk={form.submit}
    >
      <Form<Entry>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={channel ?? { severities: [], topics: [], quiet: null, digestAt: null }}
        onFinish={save}
      >
        <KindChoice kinds={kinds} fixed={channel !== null} />
        {kind ? (
          <>
            <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true }]}>
              <Input maxLength={60} placeholder={t('nameHint')} />
            </Form.Item>
            <AccountFields key={kind.id} of={kind} isNew={channel === null} form={form} />
            <TermsFields zone={zone} />
          </>
        ) : null}
      </Form>
    </Modal>
  );
}

function KindChoice({ kinds, fixed }: { kinds: readonly Kind[]; fixed: boolean }) {
  const t = useTexts('notices');
  const side = useSide();
  return (
    <Form.Item name="kind" label={t('kind')} rules={[{ required: true }]}>
      <Select
        autoFocus={!fixed}
        disabled={fixed}
        options={kinds.map(({ id, label }) => ({ value: id, label: label[side] }))}
      />
    </Form.Item>
  );
}
