import { Checkbox } from 'antd';
import { memo } from 'react';
import type { RmaRow } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { stageTone, Tag } from '../parts/tag.tsx';
import { TimeLeft } from '../parts/time-left.tsx';
import { When } from '../parts/when.tsx';
import { PlatformTags } from '../rma/platform-tags.tsx';
import { RowOwner } from '../team/row-owner.tsx';

type Props = {
  row: RmaRow;
  current: boolean;
  selected: boolean;
  showStage: boolean;
  onOpen: (row: RmaRow) => void;
  onSelect: (row: RmaRow) => void;
};

/** One return in the list: what, from whom, why, how much, and how long there is still. */
export const Row = memo(function Row({ row, current, selected, showStage, onOpen, onSelect }: Props) {
  const t = useTexts('queue');
  const words = useWords();
  return (
    <li className={`row${current ? ' current' : ''}${selected ? ' selected' : ''}`} data-rma={row.id}>
      <Checkbox checked={selected} onChange={() => onSelect(row)} aria-label={t('selectRow', { number: row.number })} />
      <button
        type="button"
        className="row-open"
        aria-current={current ? 'true' : undefined}
        onClick={() => onOpen(row)}
      >
        <span className="row-line">
          <span className="row-title">{row.firstTitle}</span>
          <Money of={row.amount} strong />
        </span>
        <span className="row-line">
          <span className="row-why">
            {words('resolution', row.resolution)} · {words('reason', row.reason)} · {t('units', { count: row.units })}
          </span>
          {row.dueAt ? (
            <TimeLeft due={row.dueAt} since={row.openedAt} />
          ) : showStage ? (
            <Tag tone={stageTone(row.stage)}>{words('stage', row.stage)}</Tag>
          ) : (
            <span className="faint">
              <When at={row.openedAt} />
            </span>
          )}
        </span>
        <span className="row-line faint">
          <span className="row-whom">
            <span className="number">{row.number}</span> · {row.buyerNick} · {row.shopName}
          </span>
          <RowOwner row={row} />
          <PlatformTags of={row} />
          {row.buyerWroteAt ? <Tag tone="amber">{words('lane', 'buyer_wrote')}</Tag> : null}
        </span>
      </button>
    </li>
  );
});
