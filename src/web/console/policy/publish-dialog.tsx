import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { currentPolicy, listDrafts, publishDraft } from '../../../contract/policy.ts';
import { problemOf, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { differenceOf, isSame } from './difference.ts';
import { DifferenceList } from './difference-list.tsx';
import { NoteField } from './note-field.tsx';
import { type Scope, ScopeFields } from './scope-fields.tsx';
import type { Editing } from './use-draft-editing.ts';
import { useReleaseChanged } from './use-release.ts';

type Live = ReplyOf<typeof currentPolicy>;
type Props = { editing: Editing; onClose: () => void };

/** What would become of the live rules, and whether all of it happens at once. */
export function PublishDialog({ editing, onClose }: Props) {
  const t = useTexts('draft');
  const live = useRead(currentPolicy, {});
  if (live.data) return <Ready editing={editing} live={live.data} onClose={onClose} />;
  return (
    <Modal open title={t('publishing.title', { name: editing.name })} footer={null} onCancel={onClose}>
      {live.error ? <Failed error={live.error} retry={live.refetch} /> : <Waiting rows={6} />}
    </Modal>
  );
}

function Ready({ editing, live, onClose }: Props & { live: Live }) {
  const t = useTexts('draft');
  const policy = useTexts('policy');
  const [note, setNote] = useState('');
  const [gradual, setGradual] = useState(false);
  const [scope, setScope] = useState<Scope>({ shopIds: null, sharePercent: 20 });
  const difference = differenceOf(live.content, editing.content);
  const nothing = isSame(difference);
  const { publish, changedMeanwhile } = usePublish(editing);
  const go = () =>
    publish.mutate({
      params: { draftId: editing.base.id },
      body: {
        revision: editing.base.revision,
        seen: live.release.seq,
        note: note.trim(),
        rollOut: gradual ? scope : null,
      },
    });
  return (
    <Modal
      open
      width={720}
      title={t('publishing.title', { name: editing.name })}
      okText={t(gradual ? 'publishing.goGradual' : 'publishing.go')}
      okButtonProps={{ loading: publish.isPending, disabled: nothing }}
      onOk={go}
      onCancel={onClose}
    >
      {changedMeanwhile ? (
        <Alert type="warning" showIcon title={t('publishing.seenChanged')} className="above" />
      ) : null}
      {live.release.rollOut ? (
        <Alert
          className="above"
          type="warning"
          showIcon
          title={t('publishing.replaces', { candidate: live.release.rollOut.candidate })}
        />
      ) : null}
      <h3 className="dialog-head">{policy('difference.toLive', { version: live.version })}</h3>
      <div className="dialog-scroll">
        {nothing ? (
          <p>{t('publishing.nothing')}</p>
        ) : (
          <DifferenceList difference={difference} before={live.content} after={editing.content} />
        )}
      </div>
      <h3 className="dialog-head">{t('publishing.how')}</h3>
      <Radio.Group
        className="radio-column"
        value={gradual}
        onChange={({ target }) => setGradual(Boolean(target.value))}
        options={[
          { value: false, label: <Way name={t('publishing.atOnce')} note={t('publishing.atOnceNote')} /> },
          { value: true, label: <Way name={t('publishing.gradual')} note={t('publishing.gradualNote')} /> },
        ]}
      />
      {gradual ? <ScopeFields scope={scope} onChange={setScope} /> : null}
      <NoteField value={note} onChange={setNote} />
    </Modal>
  );
}

const Way = ({ name, note }: { name: string; note: string }) => (
  <span>
    {name}
    <small className="faint block">{note}</small>
  </span>
);

function usePublish(editing: Editing) {
  const t = useTexts('policy');
  const go = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const released = useReleaseChanged();
  const [changedMeanwhile, setChanged] = useState(false);
  const publish = useAct(publishDraft, {
    onRefused: (error) => {
      const code = problemOf(error).rejection?.code;
      if (code !== 'release_changed') showProblem(error);
      setChanged(code === 'release_changed');
      released();
    },
    onDone: (release) => {
      const version = release.rollOut?.candidate ?? release.version;
      message.success(t(release.rollOut ? 'done.roll_out' : 'done.publish', { version }), 5);
      released();
      queries.removeQueries({ queryKey: [listDrafts.path] });
      editing.forgetTheirs();
      void go('/policy');
    },
  });
  return { publish, changedMeanwhile };
}
