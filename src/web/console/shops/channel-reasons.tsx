import { useQueryClient } from '@tanstack/react-query';
import { App, Select, Tooltip } from 'antd';
import { listChannelReasons, type MappedReason, mapChannelReason } from '../../../contract/channel-reasons.ts';
import { reasons } from '../../../domain/policy/reasons.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useRefusal, useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';

/** What platforms say as a reason and nobody understood: said once what it means, later documents follow. */
export function ChannelReasons() {
  const t = useTexts('shops');
  const words = useWords();
  const answer = useRead(listChannelReasons, {});
  const rows = answer.data?.reasons ?? [];
  const open = rows.filter(({ reason }) => reason === null).length;
  if (answer.error) return <Failed error={answer.error} retry={answer.refetch} />;
  return (
    <Panel
      title={t('reasons')}
      tools={
        answer.data ? (
          <Tag tone={open > 0 ? 'amber' : 'green'}>
            {open > 0 ? t('reasonsOpen', { count: open }) : t('reasonsNone')}
          </Tag>
        ) : null
      }
    >
      <p className="faint reasons-hint">{t('reasonsHint')}</p>
      {rows.length > 0 ? (
        <PlainTable<MappedReason>
          rowKey={({ channel, said }) => `${channel} ${said}`}
          dataSource={rows}
          columns={[
            {
              title: t('said'),
              render: (_, row) => (
                <div className="wrap">
                  {row.said}
                  <div className="faint">{words('channel', row.channel)}</div>
                </div>
              ),
            },
            { title: t('means'), render: (_, row) => <Means row={row} /> },
            {
              title: t('seen'),
              align: 'right',
              render: (_, row) => <span className="number">{t('seenTimes', { count: row.count })}</span>,
            },
            { title: t('lastSeen'), render: (_, row) => (row.lastSeenAt ? <When at={row.lastSeenAt} time /> : null) },
          ]}
        />
      ) : null}
    </Panel>
  );
}

function Means({ row }: { row: MappedReason }) {
  const t = useTexts('shops');
  const words = useWords();
  const say = useRefusal();
  const { may } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const map = useAct(mapChannelReason, {
    onRefused: showProblem,
    onDone: () => void queries.invalidateQueries({ queryKey: [listChannelReasons.path] }),
  });
  const allowed = may('shop:manage');
  const choose = (reason: MappedReason['reason']) =>
    map.mutate(
      { body: { channel: row.channel, said: row.said, reason } },
      {
        onSuccess: () =>
          void message.success(reason ? t('mapped', { reason: words('reason', reason) }) : t('unmapped')),
      },
    );
  return (
    <Tooltip title={allowed ? undefined : say({ code: 'not_permitted', permission: 'shop:manage' })}>
      <Select
        allowClear
        className="tool-select"
        placeholder={t('meansNothing')}
        aria-label={`${t('means')}: ${row.said}`}
        disabled={!allowed}
        loading={map.isPending}
        value={row.reason}
        options={reasons.map((code) => ({ value: code, label: words('reason', code) }))}
        popupMatchSelectWidth={false}
        onChange={(reason: MappedReason['reason'] | undefined) => choose(reason ?? null)}
      />
      {row.mappedBy ? <div className="faint">{t('mappedBy', { name: row.mappedBy })}</div> : null}
    </Tooltip>
  );
}
