import { Modal, Radio } from 'antd';
import { useState } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { assignCase, listTakers } from '../../../contract/team.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Tag } from '../parts/tag.tsx';
import { useRead } from '../parts/use-api.ts';
import { useRmaAct } from '../rma/use-rma-act.ts';
import { LoadBar } from './load-bar.tsx';

export type Taker = ReplyOf<typeof listTakers>['takers'][number];

/** Hands a case to a colleague: those who fit come first, the others say why they do not. */
export function HandOverDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('team');
  // What the dialog was opened on: what happens meanwhile is told.
  const [seen] = useState(rma);
  const [to, setTo] = useState<string | null>(null);
  const answer = useRead(listTakers, { params: { rmaId: rma.id } });
  const assign = useRmaAct(assignCase, 'assign', seen, { onDone: onClose });
  const takers = answer.data?.takers.filter(({ userId }) => userId !== rma.assignee?.id) ?? [];
  const chosen = takers.find(({ userId }) => userId === to);
  return (
    <Modal
      open
      onCancel={onClose}
      title={`${t('handOverTitle')} · ${rma.number}`}
      okText={t('handOverGo', { name: chosen?.name ?? '…' })}
      okButtonProps={{ disabled: !chosen, loading: assign.isPending }}
      onOk={() => chosen && assign.mutate({ params: { rmaId: rma.id }, body: { to: chosen.userId } })}
    >
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting rows={4} /> : null}
      {answer.data && takers.length === 0 ? <Blank title={t('handOverNone')} /> : null}
      <TakerList takers={takers} to={to} onChoose={setTo} />
    </Modal>
  );
}

type ListProps = { takers: readonly Taker[]; to: string | null; onChoose: (userId: string) => void };

export function TakerList({ takers, to, onChoose }: ListProps) {
  const t = useTexts('team');
  const fit = takers.filter(({ unfit }) => unfit === null);
  const others = takers.filter(({ unfit }) => unfit !== null);
  return (
    <Radio.Group className="takers" value={to} onChange={(event) => onChoose(String(event.target.value))}>
      {fit.length > 0 ? <p className="takers-part">{t('fits')}</p> : null}
      {fit.map((taker) => (
        <TakerRow key={taker.userId} taker={taker} />
      ))}
      {others.length > 0 ? <p className="takers-part">{t('others')}</p> : null}
      {others.map((taker) => (
        <TakerRow key={taker.userId} taker={taker} />
      ))}
    </Radio.Group>
  );
}

function TakerRow({ taker }: { taker: Taker }) {
  const t = useTexts('team');
  const words = useWords();
  return (
    <Radio value={taker.userId} className="taker">
      <span className="taker-name">
        <strong>{taker.name}</strong>
        <span className="faint">
          {words('role', taker.role)} · {t('levelN', { level: taker.level })}
        </span>
      </span>
      {taker.unfit ? (
        <Tag tone="amber">{t(`unfit.${taker.unfit}`)}</Tag>
      ) : (
        <Tag tone="green">{t(taker.onShift ? 'onShift' : 'offShift')}</Tag>
      )}
      <LoadBar open={taker.openCases} max={taker.maxOpen} />
    </Radio>
  );
}
