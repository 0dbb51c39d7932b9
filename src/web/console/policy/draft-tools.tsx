import { RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTexts } from '../locales/texts.ts';
import { useSession } from '../shell/session.tsx';
import type { Editing } from './use-draft-editing.ts';

type Props = { editing: Editing; errors: number; onPublish: () => void };

/** Undo, save, publish; a button that cannot be pressed says why. */
export function DraftTools({ editing, errors, onPublish }: Props) {
  const t = useTexts('draft');
  const { may } = useSession();
  const blocked = useBlocked(editing, errors);
  return (
    <>
      {may('policy:edit') ? (
        <>
          {editing.dirty ? <span className="amber unsaved">{t('unsaved')}</span> : null}
          <Tooltip title={`${t('undo')} Ctrl+Z`}>
            <Button aria-label={t('undo')} icon={<UndoOutlined />} disabled={!editing.canUndo} onClick={editing.undo} />
          </Tooltip>
          <Tooltip title={`${t('redo')} Ctrl+Y`}>
            <Button aria-label={t('redo')} icon={<RedoOutlined />} disabled={!editing.canRedo} onClick={editing.redo} />
          </Tooltip>
          <Tooltip title="Ctrl+S">
            <Button disabled={!editing.canSave} loading={editing.saving} onClick={() => void editing.save()}>
              {t('save')}
            </Button>
          </Tooltip>
        </>
      ) : null}
      <Tooltip title={blocked}>
        <span>
          <Button type="primary" disabled={blocked !== null} onClick={onPublish}>
            {t('publish')}
          </Button>
        </span>
      </Tooltip>
    </>
  );
}

function useBlocked({ dirty }: Editing, errors: number): string | null {
  const t = useTexts('draft');
  const { may } = useSession();
  if (!may('policy:publish')) return t('publishNotAllowed');
  if (errors > 0) return t('publishBlocked', { count: errors });
  return dirty ? t('publishUnsaved') : null;
}
