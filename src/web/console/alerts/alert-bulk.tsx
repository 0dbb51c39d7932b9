import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { type AlertRow, bulkAlerts, countAlerts, listAlerts } from '../../../contract/alerts.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { BulkToolbar } from '../parts/bulk-toolbar.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { VerdictsModal } from '../parts/verdicts-modal.tsx';

type Verdicts = ReplyOf<typeof bulkAlerts>['verdicts'];

/** Takes or closes several alerts; each gets an answer of its own. */
export function AlertBulk({ rows, onClear }: { rows: readonly AlertRow[]; onClear: () => void }) {
  const t = useTexts('alerts');
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [asking, setAsking] = useState(false);
  const [text, setText] = useState('');
  const [answered, setAnswered] = useState<readonly AlertRow[]>([]);
  const [verdicts, setVerdicts] = useState<Verdicts>([]);
  const act = useAct(bulkAlerts, {
    onRefused: showProblem,
    onDone: (reply) => {
      setAnswered(rows);
      setVerdicts(reply.verdicts);
      setAsking(false);
      setText('');
      onClear();
      for (const { path } of [listAlerts, countAlerts]) void queries.invalidateQueries({ queryKey: [path] });
    },
  });
  const alertIds = rows.map(({ id }) => id);
  const selected = t('selected', { count: rows.length });
  return (
    <>
      {rows.length > 0 ? (
        <BulkToolbar selected={selected} cancelText={t('cancelSelection')} onCancel={onClear}>
          <Button
            size="small"
            loading={act.isPending}
            onClick={() => act.mutate({ body: { action: 'take', alertIds } })}
          >
            {t('take')}
          </Button>
          <Button type="primary" size="small" onClick={() => setAsking(true)}>
            {t('handle')}
          </Button>
        </BulkToolbar>
      ) : null}
      <Modal
        open={asking}
        onCancel={() => setAsking(false)}
        title={`${t('handle')} · ${selected}`}
        okText={t('handle')}
        okButtonProps={{ loading: act.isPending, disabled: text.trim() === '' }}
        onOk={() => act.mutate({ body: { action: 'handle', alertIds, text: text.trim() } })}
      >
        <p className="faint">{t('handleHint')}</p>
        <Input.TextArea
          value={text}
          maxLength={500}
          autoSize={{ minRows: 2 }}
          aria-label={t('handleText')}
          placeholder={t('handleText')}
          onChange={(event) => setText(event.target.value)}
        />
      </Modal>
      <VerdictsModal
        verdicts={verdicts}
        idOf={({ alertId }) => alertId}
        numbers={new Map(answered.map(({ id, waybill }) => [id, waybill ?? id]))}
        title={(counts) => t('bulkDone', counts)}
        okText={t('done')}
        onClose={() => setVerdicts([])}
      />
    </>
  );
}
