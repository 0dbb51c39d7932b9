import { useQueryClient } from '@tanstack/react-query';
import { App, Button, InputNumber } from 'antd';
import { useRef } from 'react';
import { Link } from 'react-router';
import { type ConflictView, listConflicts, settleConflict } from '../../../contract/receiving.ts';
import { newIdempotencyKey } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { post } from './offline/road.ts';

/** The ways in which a step that could not be merged is settled. */
function useSettling(conflict: ConflictView) {
  const t = useTexts('handheld');
  const { modal } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const key = useRef(newIdempotencyKey());
  const settle = useAct(settleConflict, {
    onDone: () => void queries.invalidateQueries({ queryKey: [listConflicts.path] }),
    onRefused: showProblem,
  });
  const end = (outcome: 'retried' | 'edited' | 'dropped') =>
    settle.mutateAsync({ params: { conflictId: conflict.id }, body: { outcome } }).catch(() => undefined);
  /** The same step under a new id: the old one was refused, and is never repeated. */
  const again = async (body: ConflictView['body'], outcome: 'retried' | 'edited') => {
    try {
      await post({ id: key.current, path: conflict.path }, body);
    } catch (error) {
      key.current = newIdempotencyKey();
      showProblem(error);
      return;
    }
    await end(outcome);
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
  return { again, edit, drop, units, busy: settle.isPending };
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
        <Button size="large" onClick={edit}>
          {t('edit')}
        </Button>
      ) : null}
      {code ? (
        <Link to={`/receiving?code=${encodeURIComponent(code)}`}>
          <Button size="large">{t('atDesk')}</Button>
        </Link>
      ) : null}
      <Button size="large" danger onClick={drop}>
        {t('drop')}
      </Button>
    </div>
  );
}
