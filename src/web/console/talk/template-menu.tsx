import { Button, Dropdown, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { listTemplates } from '../../../contract/templates.ts';
import { fillTemplate } from '../../../domain/returns/reply-templates.ts';
import { useTexts } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';

type Props = {
  audience: 'buyer' | 'note';
  /** What the words in braces stand for in this case. */
  values: Readonly<Record<string, string>>;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChoose: (body: string) => void;
};

/** The shop's answers, found by a word of their name or text. */
export function TemplateMenu({ audience, values, open, onOpen, onChoose }: Props) {
  const t = useTexts('talk');
  const [sought, setSought] = useState('');
  const box = useRef<InputRef>(null);
  const templates = (useRead(listTemplates, {}, { enabled: open }).data?.templates ?? [])
    .filter((template) => template.active && template.audience === audience)
    .map((template) => ({ ...template, body: fillTemplate(template.body, values) }));
  const shown = templates.filter(({ title, body }) => `${title}${body}`.includes(sought.trim()));
  useEffect(() => {
    if (!open) return undefined;
    const timer = setTimeout(() => box.current?.focus(), 50);
    return () => clearTimeout(timer);
  }, [open]);
  const choose = (body: string) => {
    onChoose(body);
    onOpen(false);
    setSought('');
  };
  return (
    <Dropdown
      open={open}
      onOpenChange={onOpen}
      trigger={['click']}
      placement="topRight"
      popupRender={() => (
        <div className="template-menu">
          <Input
            ref={box}
            size="small"
            value={sought}
            placeholder={t('findTemplate')}
            aria-label={t('findTemplate')}
            onChange={(event) => setSought(event.target.value)}
            onPressEnter={() => shown[0] && choose(shown[0].body)}
            onKeyDown={(event) => event.key === 'Escape' && onOpen(false)}
          />
          {shown.length === 0 ? <p className="faint">{t('noTemplates')}</p> : null}
          <ul>
            {shown.map((template) => (
              <li key={template.id}>
                <button type="button" onClick={() => choose(template.body)}>
                  <strong>{template.title}</strong>
                  <span>{template.body}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    >
      <Button size="small">{t('templates')}</Button>
    </Dropdown>
  );
}
