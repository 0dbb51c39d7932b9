import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { bulkExtend, type DeadlineRow, listDeadlines } from '../../../contract/deadlines.ts';
import { useTexts } from '../locales/texts.ts';
import { BulkToolbar } from '../parts/bulk-toolbar.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { type Verdict, VerdictsModal } from '../parts/verdicts-modal.tsx';
import { DEFAULT_EXTENSION_DAYS, ExtensionDays } from '../rma/extend-dialog.tsx';

/** Asks for more time for several returns; each gets an answer of its own. */
export function ExtendBar({ rows, onClear }: { rows: readonly DeadlineRow[]; onClear: () => void }) {
  const t = useTexts('deadlines');
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [asking, setAsking] = useState(false);
  const [days, setDays] = useState(DEFAULT_EXTENSION_DAYS);
  const [answered, setAnswered] = useState<readonly DeadlineRow[]>([]);
  const [verdicts, setVerdicts] = useState<Verdict[]>([]);
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
  const selected = t('selected', { count: rows.length });
  return (
    <>
      {rows.length > 0 ? (
        <BulkToolbar selected={selected} cancelText={t('cancelSelection')} onCancel={onClear}>
          <Button type="primary" size="small" onClick={() => setAsking(true)}>
            {t('extend')}
          </Button>
        </BulkToolbar>
      ) : null}
      <Modal
        open={asking}
        onCancel={() => setAsking(false)}
        title={`${t('extendTitle')} · ${selected}`}
        okText={t('extendGo')}
        okButtonProps={{ loading: extend.isPending }}
        onOk={() => extend.mutate({ body: { rmaIds: rows.map((row) => row.rmaId), days } })}
      >
        <ExtensionDays days={days} onChange={setDays} />
      </Modal>
      <VerdictsModal
        idOf={({ rmaId }) => rmaId}
        verdicts={verdicts}
        numbers={new Map(answered.map(({ rmaId, rmaNumber }) => [rmaId, rmaNumber]))}
        title={(counts) => t('extendDone', counts)}
        okText={t('asked')}
        onClose={() => setVerdicts([])}
      />
    </>
  );
}
