import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Space, Tooltip } from 'antd';
import { listRefunds } from '../../../contract/back-office.ts';
import { retryRefund } from '../../../contract/returns.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Cause, useCauseText } from '../parts/cause.tsx';
import { Money } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { RmaLink } from '../parts/rma-link.tsx';
import { refundTone, Tag } from '../parts/tag.tsx';
import { useAct } from '../parts/use-api.ts';
import { useRefusal, useShowProblem } from '../parts/use-refusal.ts';
import { usePhone } from '../parts/use-wide.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { ProposeTransfer } from './propose-transfer.tsx';

type Row = ReplyOf<typeof listRefunds>['rows'][number];

type Props = { rows: readonly Row[]; withState?: boolean };

export function RefundTable({ rows, withState = false }: Props) {
  const t = useTexts('refunds');
  const words = useWords();
  const isPhone = usePhone();
  const act = {
    title: '',
    align: 'right' as const,
    // A phone has no room beside what stays in sight: there it follows the state.
    ...(rows.some(isHandled) && !isPhone ? { fixed: 'right' as const } : {}),
    render: (_: unknown, row: Row) => <Act row={row} />,
  };
  return (
    <PlainTable<Row>
      rowKey="id"
      dataSource={[...rows]}
      columns={[
        {
          title: t('col.rma'),
          render: (_, row) => <RmaLink id={row.rmaId} number={row.rmaNumber} />,
        },
        { title: t('col.amount'), align: 'right', render: (_, row) => <Money of={row.amount} strong /> },
        ...(withState
          ? [
              {
                title: t('col.state'),
                render: (_: unknown, row: Row) => (
                  <Tag tone={refundTone(row.state)}>{words('refundState', row.state)}</Tag>
                ),
              },
            ]
          : []),
        ...(isPhone && rows.some(isHandled) ? [act] : []),
        ...(rows.some(hasCause)
          ? [
              {
                title: t('col.cause'),
                render: (_: unknown, row: Row) =>
                  hasCause(row) ? (
                    <span className="cause">
                      <Cause of={row.cause} />
                    </span>
                  ) : null,
              },
            ]
          : []),
        { title: t('col.method'), render: (_, row) => words('method', row.method) },
        { title: t('col.requested'), render: (_, row) => <When at={row.requestedAt} time /> },
        { title: t('col.settled'), render: (_, row) => (row.settledAt ? <When at={row.settledAt} time /> : '') },
        { title: t('col.order'), render: (_, row) => <span className="number">{row.orderExternalId}</span> },
        { title: t('col.reference'), render: (_, row) => <span className="number">{row.gatewayReference}</span> },
        ...(isPhone ? [] : [act]),
      ]}
    />
  );
}

const hasCause = ({ state, cause }: Row): boolean => state !== 'succeeded' && Boolean(cause);
const isHandled = ({ state }: Row): boolean => state === 'rejected' || state === 'abnormal';

function Act({ row }: { row: Row }) {
  const isByHand = row.transfer === 'proposed' || row.transfer === 'approved';
  return (
    <Space>
      {row.state === 'rejected' && !isByHand ? <Retry row={row} /> : null}
      <ProposeTransfer row={row} />
    </Space>
  );
}

function Retry({ row }: { row: Row }) {
  const t = useTexts('refunds');
  const words = useWords();
  const say = useRefusal();
  const sayCause = useCauseText();
  const { may } = useSession();
  const { modal } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const readAnew = () => void queries.invalidateQueries({ queryKey: [listRefunds.path] });
  const retry = useAct(retryRefund, {
    onDone: readAnew,
    onRefused: (error) => {
      showProblem(error);
      readAnew();
    },
  });
  const allowed = may('refund:retry');
  const amount = formatMoney(row.amount);
  const ask = () =>
    modal.confirm({
      title: t('retryAsk', { amount }),
      content: t('retryBody', {
        order: row.orderExternalId,
        method: words('method', row.method),
        cause: sayCause(row.cause ?? ''),
      }),
      okText: t('retryGo', { amount }),
      onOk: () =>
        retry.mutateAsync({ params: { rmaId: row.rmaId, refundId: row.id }, body: {} }).catch(() => undefined),
    });
  return (
    <Tooltip title={allowed ? undefined : say({ code: 'not_permitted', permission: 'refund:retry' })}>
      <Button size="small" type="primary" disabled={!allowed} loading={retry.isPending} onClick={ask}>
        {t('retry')}
      </Button>
    </Tooltip>
  );
}
