import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { bulkExtend, type DeadlineRow, listDeadlines } from '../../../contract/deadlines.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';
import { useAct } from '../parts/use-api.ts';
import { useRefusal, useShowProblem } from '../parts/use-refusal.ts';
import { DEFAULT_EXTENSION_DAYS, ExtensionDays } from '../rma/extend-dialog.tsx';

/** Asks for more time for several returns; each gets an answer of its own. */
export function ExtendBar({ rows, onClear }: { rows: readonly DeadlineRow[]; onClear: () => void }) {
  const t = useTexts('deadlines');
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [asking, setAsking] = useState(false);
  const [days, setDays] = useState(DEFAULT_EXTENSION_DAYS);
  const [answered, setAnswered] = useState<readonly DeadlineRow[]>([]);
  const [verdicts, setVerdicts] = useState<ReplyOf<typeof bulkExtend>['verdicts']>([]);
  const extend = useAct(bulkExtend, {
    onRefused: showProblem,
    onDone: (reply) => {
      setAnswered(rows);
      setVerdicts(reply.verdicts);
      setAsking(false);
      onClear();
      void queries.invalidateQueries({ queryKey: [listDeadlines.path] });
    },
  });
  return (
    <>
      {rows.length > 0 ? (
        <div className="bulk" role="toolbar" aria-label={t('selected', { count: rows.length })}>
          <strong>{t('selected', { count: rows.length })}</strong>
          <span className="filters-space" />
          <Button type="primary" size="small" onClick={() => setAsking(true)}>
            {t('extend')}
          </Button>
          <Button size="small" type="text" onClick={onClear}>
            {t('cancelSelection')}
          </Button>
        </div>
      ) : null}
      <Modal
        open={asking}
        onCancel={() => setAsking(false)}
        title={`${t('extendTitle')} · ${t('selected', { count: rows.length })}`}
        okText={t('extendGo')}
        okButtonProps={{ loading: extend.isPending }}
        onOk={() => extend.mutate({ body: { rmaIds: rows.map((row) => row.rmaId), days } })}
      >
        <ExtensionDays days={days} onChange={setDays} />
      </Modal>
      <Answers rows={answered} verdicts={verdicts} onClose={() => setVerdicts([])} />
    </>
  );
}

type AnswersProps = {
  rows: readonly DeadlineRow[];
  verdicts: ReplyOf<typeof bulkExtend>['verdicts'];
  onClose: () => void;
};

function Answers({ rows, verdicts, onClose }: AnswersProps) {
  const t = useTexts('deadlines');
  const say = useRefusal();
  const done = verdicts.filter((verdict) => verdict.ok).length;
  return (
    <Modal
      open={verdicts.length > 0}
      onCancel={onClose}
      onOk={onClose}
      title={t('extendDone', { done, failed: verdicts.length - done })}
      cancelButtonProps={{ style: { display: 'none' } }}
    >
      <ul className="verdicts">
        {verdicts.map((verdict) => (
          <li key={verdict.rmaId}>
            <span className="number">
              {rows.find((row) => row.rmaId === verdict.rmaId)?.rmaNumber ?? verdict.rmaId}
            </span>
            {verdict.ok ? (
              <Tag tone="green">{t('asked')}</Tag>
            ) : (
              <Tag tone="red">{say(verdict.rejection ?? { code: 'unknown' })}</Tag>
            )}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
