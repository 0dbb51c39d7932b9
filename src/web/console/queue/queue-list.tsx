import type { RmaRow } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import type { Lane } from './lanes.ts';
import { Row } from './row.tsx';
import type { useQueue } from './use-queue.ts';

type Props = {
  pages: ReturnType<typeof useQueue>;
  lane: Lane;
  filtered: boolean;
  currentId: string | undefined;
  isPicked: (id: string) => boolean;
  onOpen: (row: RmaRow) => void;
  onPick: (row: RmaRow) => void;
};

/** The returns of a lane; where there are none, what that means and what to do next. */
export function QueueList({ pages, lane, filtered, currentId, isPicked, onOpen, onPick }: Props) {
  const t = useTexts('queue');
  const blank = filtered ? (
    <Blank title={t('empty.filtered')} hint={t('empty.filteredHint')} />
  ) : (
    <Blank title={t(`empty.${lane}`)} hint={t(`empty.${lane}Hint`)} />
  );
  return (
    <Listing pages={pages} blank={blank}>
      {(rows) => (
        <ul className="rows">
          {rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              current={row.id === currentId}
              selected={isPicked(row.id)}
              showStage={
                lane === 'all' || lane === 'channel_problem' || lane === 'buyer_wrote' || lane === 'difference'
              }
              onOpen={onOpen}
              onSelect={onPick}
            />
          ))}
        </ul>
      )}
    </Listing>
  );
}
