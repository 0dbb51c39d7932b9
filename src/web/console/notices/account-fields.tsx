import { LinkOutlined } from '@ant-design/icons';
import { Button, Form, type FormInstance, Input, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTexts } from '../locales/texts.ts';
import type { Entry, Kind } from './entry.ts';
import { useSide } from './use-side.ts';

type Field = Kind['fields'][number];
type Props = { of: Kind; isNew: boolean; form: FormInstance<Entry> };

/** The values that a kind of channel needs, and the vendor's own page about them. */
export function AccountFields({ of, isNew, form }: Props) {
  const t = useTexts('notices');
  const side = useSide();
  return (
    <>
      {of.help ? (
        <p className="notice-help">
          <a href={of.help} target="_blank" rel="noreferrer">
            <LinkOutlined aria-hidden /> {t('help')}
          </a>
        </p>
      ) : null}
      {of.fields.map((field) => (
        <Form.Item
          key={field.name}
          name={[field.kind === 'secret' ? 'credentials' : 'settings', field.name]}
          label={field.label[side]}
          rules={[{ required: isNew && field.preset === undefined && !field.optional }]}
          {...(field.name === 'signingSecret' ? { extra: <Generate form={form} /> } : {})}
        >
          <Value of={field} isNew={isNew} />
        </Form.Item>
      ))}
    </>
  );
}

/** Hands on what the form gives it. */
function Value({ of, isNew, ...given }: { of: Field; isNew: boolean }) {
  const t = useTexts('notices');
  if (of.choices) {
    const label = (choice: string) =>
      choice === 'tls' || choice === 'starttls' || choice === 'none' ? t(`security.${choice}`) : choice;
    return (
      <Select
        {...given}
        placeholder={of.preset ? label(of.preset) : ''}
        options={of.choices.map((choice) => ({ value: choice, label: label(choice) }))}
      />
    );
  }
  if (of.kind === 'secret')
    return <Input.Password {...given} autoComplete="new-password" placeholder={isNew ? '' : t('secretKept')} />;
  if (of.lines) return <Input.TextArea {...given} autoSize={{ minRows: 2, maxRows: 6 }} />;
  return <Input {...given} autoComplete="off" placeholder={of.preset ?? ''} />;
}

const KEY_BYTES = 32;

/** A secret that nobody could guess, made here and shown once. */
function Generate({ form }: { form: FormInstance<Entry> }) {
  const t = useTexts('notices');
  const [made, setMade] = useState('');
  const make = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
    const secret = `whsec_${btoa(String.fromCharCode(...bytes))}`;
    form.setFieldValue(['credentials', 'signingSecret'], secret);
    setMade(secret);
  };
  return (
    <span className="notice-generate">
      <Button size="small" onClick={make}>
        {t('generate')}
      </Button>
      {made ? (
        <span>
          {t('generated')}{' '}
          <Typography.Text copyable code className="notice-secret">
            {made}
          </Typography.Text>
        </span>
      ) : null}
    </span>
  );
}
