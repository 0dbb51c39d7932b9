import { useQueryClient } from '@tanstack/react-query';
import { App, Button, InputNumber } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type ConflictView, listConflicts, settleConflict } from '../../../contract/receiving.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { post } from './offline/road.ts';
import { repeatStep } from './repeat-step.ts';

/** The ways in which a step that could not be merged is settled. */
function useSettling(conflict: ConflictView) {
  const t = useTexts('handheld');
  const { modal } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [sending, setSending] = useState(false);
  const settle = useAct(settleConflict, {
    onDone: () => void queries.invalidateQueries({ queryKey: [listConflicts.path] }),
    onRefused: showProblem,
  });
  const end = (outcome: 'retried' | 'edited' | 'dropped') =>
    settle.mutateAsync({ params: { conflictId: conflict.id }, body: { outcome } }).catch(() => undefined);
  const again = async (body: ConflictView['body'], outcome: 'retried' | 'edited') => {
    if (sending) return;
    setSending(true);
    await repeatStep(conflict, body, outcome, { post, settle: end }).catch(showProblem);
    setSending(false);
  };
  const units = conflict.body['quantity'];
  const edit = () => {
    let chosen = typeof units === 'number' ? units : 1;
    modal.confirm({
      title: t('editTitle'),
      content: (
        <InputNumber
          size="large"
          min={1}
          max={999}
          precision={0}
          defaultValue={chosen}
          aria-label={t('quantity')}
          onChange={(value) => {
            chosen = value ?? 1;
          }}
        />
      ),
      okText: t('edit'),
      onOk: () => again({ ...conflict.body, quantity: chosen }, 'edited'),
    });
  };
  const drop = () =>
    modal.confirm({
      title: t('dropAsk'),
      content: t('dropBody'),
      okText: t('drop'),
      okButtonProps: { danger: true },
      onOk: () => end('dropped'),
    });
  return { again, edit, drop, units, busy: sending || settle.isPending };
}

export function ConflictSettling({ conflict }: { conflict: ConflictView }) {
  const t = useTexts('handheld');
  const { again, edit, drop, units, busy } = useSettling(conflict);
  const code = conflict.rma?.number ?? conflict.waybill;
  return (
    <div className="conflict-tools">
      <Button size="large" type="primary" loading={busy} onClick={() => void again(conflict.body, 'retried')}>
        {t('retry')}
      </Button>
      {typeof units === 'number' ? (
        <Button size="large" disabled={busy} onClick={edit}>
          {t('edit')}
        </Button>
      ) : null}
      {code ? (
        <Link to={`/receiving?code=${encodeURIComponent(code)}`}>
          <Button size="large">{t('atDesk')}</Button>
        </Link>
      ) : null}
      <Button size="large" danger disabled={busy} onClick={drop}>
        {t('drop')}
      </Button>
    </div>
  );
}
