import { Space } from 'antd';
import type { ReactNode } from 'react';
import type { ExposureRow } from '../../../contract/advances.ts';
import type { AdvanceState } from '../../../domain/returns/advance.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { RmaLink } from '../parts/rma-link.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { ChaseGoods, WriteOff } from './exposure-acts.tsx';

type Props = { rows: readonly ExposureRow[]; state: AdvanceState };

export function ExposureTable({ rows, state }: Props) {
  const t = useTexts('exposure');
  const words = useWords();
  const ofState = useColumnsOf(state);
  return (
    <PlainTable<ExposureRow>
      rowKey="rmaId"
      dataSource={[...rows]}
      columns={[
        {
          title: t('col.rma'),
          render: (_, row) => <RmaLink id={row.rmaId} number={row.rmaNumber} />,
        },
        ...ofState,
        { title: t('col.last'), render: (_, row) => <LastChase row={row} /> },
        { title: t('col.stage'), render: (_, row) => words('stage', row.stage) },
        {
          title: t('col.moment'),
          render: (_, row) => (
            <>
              <When at={row.advancedAt} time /> <span className="faint">{words('advanceMoment', row.moment)}</span>
            </>
          ),
        },
        { title: t('col.shop'), render: (_, row) => row.shopName },
        { title: t('col.order'), render: (_, row) => <span className="number">{row.orderExternalId}</span> },
      ]}
    />
  );
}

/** The sum that matters in a state, and what else one asks of it. */
function useColumnsOf(state: AdvanceState) {
  const t = useTexts('exposure');
  const sum = (title: string, of: (row: ExposureRow) => ExposureRow['open']) => ({
    title,
    align: 'right' as const,
    render: (_: unknown, row: ExposureRow) => <Money of={of(row)} strong />,
  });
  const column = (title: string, render: (row: ExposureRow) => ReactNode) => ({
    title,
    render: (_: unknown, row: ExposureRow) => render(row),
  });
  switch (state) {
    case 'open':
      return [
        sum(t('col.open'), ({ open }) => open),
        column(t('col.days'), (row) => <Age days={row.days} />),
        column('', (row) => (
          <Space>
            <ChaseGoods row={row} />
            <WriteOff row={row} />
          </Space>
        )),
      ];
    case 'returned':
      return [
        sum(t('col.amount'), ({ amount }) => amount),
        column(t('col.closed'), ({ closedAt }) => (closedAt ? <When at={closedAt} time /> : null)),
      ];
    case 'written_off':
      return [
        sum(t('col.writtenOff'), ({ writtenOff }) => writtenOff),
        column(t('col.because'), (row) => <span className="cause">{row.writtenOffBecause}</span>),
      ];
  }
}

function Age({ days }: { days: number }) {
  const t = useTexts('exposure');
  return <Tag tone={days > 30 ? 'red' : days > 14 ? 'amber' : 'grey'}>{t('days', { count: days })}</Tag>;
}

function LastChase({ row: { lastChase } }: { row: ExposureRow }) {
  const words = useWords();
  return lastChase ? (
    <span className="cause">
      {words('chaseKind', lastChase.kind)} · {lastChase.note} <When at={lastChase.at} />
    </span>
  ) : null;
}
