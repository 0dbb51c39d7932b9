import { Alert, Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTexts } from '../locales/texts.ts';
import { Page } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { DraftDifference } from './draft-difference.tsx';
import { DraftTools } from './draft-tools.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { RulesTab } from './rules-tab.tsx';
import { Trials } from './trials.tsx';
import { type Draft, type Editing, useDraftEditing } from './use-draft-editing.ts';
import { useVerdict } from './use-verdict.ts';
import { type Verdict, withServers } from './verdict.ts';

const tabs = ['rules', 'trials', 'difference'] as const;

export function DraftEditor({ draft }: { draft: Draft }) {
  const t = useTexts('draft');
  const { may } = useSession();
  const { get } = useAddress();
  const editing = useDraftEditing(draft);
  const checked = useVerdict(editing.content);
  const [publishing, setPublishing] = useState(false);
  const verdict = useShownVerdict(checked.verdict, editing);
  const mayEdit = may('policy:edit');
  const tab = tabs.find((name) => name === get('tab')) ?? 'rules';
  useKeys(editing, mayEdit);
  return (
    <Page
      title={<DraftName editing={editing} readOnly={!mayEdit} />}
      note={
        <>
          {t('savedAt', { name: editing.base.changedBy.name })} <When at={editing.base.changedAt} time />
        </>
      }
      tools={
        <DraftTools
          editing={editing}
          errors={verdict?.errors.length ?? editing.base.verdict.errors.length}
          onPublish={() => setPublishing(true)}
        />
      }
    >
      {mayEdit ? null : <Alert type="info" showIcon title={t('readOnly')} className="above" />}
      {editing.newer ? <Newer editing={editing} newer={editing.newer} /> : null}
      <TabLinks
        label={editing.name}
        param="tab"
        current={tab}
        tabs={tabs.map((key) => ({ key, name: t(`tabs.${key}`) }))}
      />
      {/* What is being edited, and the case beside it, stay as they are while another tab is looked at. */}
      <div hidden={tab !== 'rules'}>
        <RulesTab editing={editing} verdict={verdict} state={checked.state} readOnly={!mayEdit} />
      </div>
      {tab === 'trials' ? <Trials editing={editing} errors={verdict?.errors.length ?? 0} /> : null}
      {tab === 'difference' ? <DraftDifference content={editing.content} /> : null}
      {publishing ? <PublishDialog editing={editing} onClose={() => setPublishing(false)} /> : null}
      {editing.theirs ? <ConflictDialog editing={editing} theirs={editing.theirs} /> : null}
      <LeaveGuard editing={editing} />
    </Page>
  );
}

/** The page's own finding; with the server's where what is shown is what was saved. */
function useShownVerdict(ours: Verdict | null, { dirty, base }: Editing): Verdict | null {
  if (!ours) return dirty ? null : base.verdict;
  return dirty ? ours : withServers(ours, base.verdict);
}

/** What the draft is called, changed where it stands. */
function DraftName({ editing, readOnly }: { editing: Editing; readOnly: boolean }) {
  const t = useTexts('draft');
  if (readOnly) return editing.name;
  return (
    <Input
      className="draft-name"
      variant="underlined"
      aria-label={t('name')}
      value={editing.name}
      maxLength={60}
      status={editing.name.trim() === '' ? 'error' : ''}
      onChange={({ target }) => editing.rename(target.value)}
    />
  );
}

function Newer({ editing, newer }: { editing: Editing; newer: Draft }) {
  const t = useTexts('draft');
  return (
    <Alert
      className="above"
      type="warning"
      showIcon
      title={t('newer', { name: newer.changedBy.name })}
      action={
        <Button size="small" onClick={() => editing.showTheirs(newer)}>
          {t('newerShow')}
        </Button>
      }
    />
  );
}

/** Ctrl+S saves; Ctrl+Z undoes, outside of a text field that undoes its own. */
function useKeys(editing: Editing, mayEdit: boolean): void {
  const { undo, redo, save, canSave } = editing;
  useEffect(() => {
    if (!mayEdit) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === 's') {
        event.preventDefault();
        if (canSave) void save();
      }
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea');
      if (typing || (key !== 'z' && key !== 'y')) return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) redo();
      else undo();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
