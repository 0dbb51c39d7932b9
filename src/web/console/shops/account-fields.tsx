import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { listChannels } from '../../../contract/shops.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';

type Field = ReplyOf<typeof listChannels>['channels'][number]['fields'][number];

/** What is left empty is not sent: a preset is taken, and a secret stays what it was. */
export const filled = (values: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value));

/** What a connector asks for, under `settings` and `credentials` of the form around them. */
export function AccountFields({ of, isNew }: { of: { id: string; fields: readonly Field[] }; isNew: boolean }) {
  const t = useTexts('shops');
  const side = useSide();
  return (
    <>
      {of.fields.map(({ name, kind, label, preset, choices, optional }) => (
        <Form.Item
          key={`${of.id}/${name}`}
          name={[kind === 'secret' ? 'credentials' : 'settings', name]}
          label={label[side]}
          rules={[{ required: isNew && preset === undefined && !optional }]}
        >
          {choices ? (
            <Select placeholder={preset} options={choices.map((value) => ({ value, label: value }))} />
          ) : kind === 'secret' ? (
            <Input.Password autoComplete="new-password" placeholder={isNew ? '' : t('secretKept')} />
          ) : (
            <Input autoComplete="off" placeholder={preset ?? ''} />
          )}
        </Form.Item>
      ))}
    </>
  );
}

export const useSide = (): 'zh' | 'en' => (useTranslation().i18n.language === 'en' ? 'en' : 'zh');
