import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { type LaneRow, listLanes, saveLane } from '../../../contract/alerts.ts';
import { laneKinds, MOST_ALERT_HOURS } from '../../../domain/alerts/alert-kinds.ts';
import { call } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SelectTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useAct, usePages } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { couriers } from '../rma/courier-fields.tsx';
import { useSession } from '../shell/session.tsx';

/** What is usual on each lane, and what is set for it. */
export function Lanes() {
  const t = useTexts('alerts');
  const words = useWords();
  const { get } = useAddress();
  const [editing, setEditing] = useState<LaneRow>();
  const query = get('courier') ? { courier: get('courier') } : {};
  const pages = usePages<LaneRow>([listLanes.path, query], (after, signal) =>
    call(listLanes, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Panel
      title={t('lanes')}
      tools={
        <SelectTool
          name="courier"
          label={t('allCouriers')}
          options={couriers.map((code) => ({ value: code, label: words('courier', code) }))}
        />
      }
    >
      <p className="faint">{t('lanesNote')}</p>
      <Listing pages={pages} blank={<Blank title={t('noLanes')} hint={t('noLanesHint')} />}>
        {(rows) => <LaneTable rows={rows} onEdit={setEditing} />}
      </Listing>
      {editing ? <LaneDialog lane={editing} onClose={() => setEditing(undefined)} /> : null}
    </Panel>
  );
}

function LaneTable({ rows, onEdit }: { rows: LaneRow[]; onEdit: (row: LaneRow) => void }) {
  const t = useTexts('alerts');
  const words = useWords();
  const { may } = useSession();
  return (
    <PlainTable<LaneRow>
      rowKey={({ courier, fromCity }) => `${courier}/${fromCity}`}
      dataSource={rows}
      columns={[
        { title: t('lane.courier'), render: (_, row) => words('courier', row.courier) },
        { title: t('lane.from'), render: (_, row) => row.fromCity || t('wholeCourier') },
        { title: t('lane.journeys'), align: 'right', render: (_, row) => row.journeys },
        ...laneKinds.map((kind) => ({
          key: kind,
          title: t(`lane.${kind === 'late' ? 'late' : 'no_movement'}`),
          render: (_: unknown, row: LaneRow) => <Hours own={row.own[kind]} learned={row.learned[kind]} />,
        })),
        ...(may('policy:edit')
          ? [
              {
                key: 'edit',
                title: t('lane.own'),
                render: (_: unknown, row: LaneRow) => (
                  <Button size="small" onClick={() => onEdit(row)}>
                    {t('edit')}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Hours({ own, learned }: { own: number | null | undefined; learned: number | undefined }) {
  const t = useTexts('alerts');
  const usual = learned === undefined ? t('tooFew') : t('learnedHours', { count: learned });
  if (typeof own !== 'number') return <span className={learned === undefined ? 'faint' : ''}>{usual}</span>;
  return (
    <>
      <strong className="number">{own}</strong> <span className="faint">{usual}</span>
    </>
  );
}

function LaneDialog({ lane, onClose }: { lane: LaneRow; onClose: () => void }) {
  const t = useTexts('alerts');
  const words = useWords();
  const queries = useQueryClient();
  const [own, setOwn] = useState(lane.own);
  const save = useAct(saveLane, {
    onRefused: useShowProblem(),
    onDone: () => {
      void queries.invalidateQueries({ queryKey: [listLanes.path] });
      onClose();
    },
  });
  const { courier, fromCity } = lane;
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('laneTitle', { courier: words('courier', courier), city: fromCity || t('wholeCourier') })}
      okText={t('save')}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => save.mutate({ body: { courier, fromCity, own } })}
    >
      <p className="faint">{t('laneHint')}</p>
      <Form layout="vertical">
        {laneKinds.map((kind) => (
          <Form.Item key={kind} label={t(`lane.${kind === 'late' ? 'late' : 'no_movement'}`)}>
            <InputNumber<number>
              value={own[kind] ?? null}
              min={1}
              max={MOST_ALERT_HOURS}
              placeholder={lane.learned[kind] === undefined ? t('tooFew') : String(lane.learned[kind])}
              onChange={(value) =>
                setOwn(({ [kind]: _, ...others }) => (value === null ? others : { ...others, [kind]: value }))
              }
            />
          </Form.Item>
        ))}
      </Form>
    </Modal>
  );
}
