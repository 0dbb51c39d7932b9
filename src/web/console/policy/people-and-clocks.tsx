import { ConfigProvider } from 'antd';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { ApprovalsEditor } from './approvals-editor.tsx';
import { AutoActionsEditor } from './auto-actions-editor.tsx';
import { ClockHoursEditor } from './clock-hours-editor.tsx';
import type { Content } from './content.ts';
import type { Editing } from './use-draft-editing.ts';
import type { Wrong } from './verdict.ts';

type Props = { editing: Editing; errors: readonly Wrong[]; readOnly: boolean };

/** Who may grant how much, what time allows for, and what is done before it is over. */
export function PeopleAndClocks({ editing: { content, edit }, errors, readOnly }: Props) {
  const t = useTexts('draft');
  // Typing in one field is one step back; what came or went is a step of its own.
  const set = (changes: Partial<Content>, tag?: string) =>
    edit((before) => ({ ...before, ...changes }), tag === undefined ? undefined : `term/${tag}`);
  const at = (field: string, tag?: string) => (tag === undefined ? undefined : `${field}/${tag}`);
  return (
    <Panel title={t('entry.title')}>
      <ConfigProvider componentDisabled={readOnly}>
        <ApprovalsEditor
          content={content}
          errors={errors}
          onChange={(approvals, tag) => set({ approvals }, at('approvals', tag))}
        />
        <AutoActionsEditor
          content={content}
          errors={errors}
          onChange={(autoActions, tag) => set({ autoActions }, at('autoActions', tag))}
        />
        <ClockHoursEditor
          content={content}
          errors={errors}
          onChange={(clockHours, tag) => set({ clockHours }, at('clockHours', tag))}
        />
      </ConfigProvider>
    </Panel>
  );
}
