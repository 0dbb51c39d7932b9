import { Button } from 'antd';
import { Fragment, useState } from 'react';
import { getThread, type ThreadMessage } from '../../../contract/negotiation.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { useEventText } from '../rma/use-event-text.ts';
import { TalkLine } from './talk-line.tsx';

type Entry = RmaView['timeline'][number];

/** Steps of the case that belong into the talk; messages have lines of their own. */
const steps: ReadonlySet<string> = new Set([
  'evidence_requested',
  'evidence_added',
  'rma_rejected',
  'rma_reopened',
  'rma_approved',
  'offer_made',
  'offer_accepted',
  'offer_declined',
  'offer_withdrawn',
  'offer_lapsed',
]);

const PAGE = 30;

type Props = { rma: RmaView; rows: readonly ThreadMessage[]; next: string | null; newest?: boolean; before?: string };

/** A page of the talk, the oldest above, with what was before it on request. */
export function TalkLines({ rma, rows, next, newest = false, before }: Props) {
  const oldest = rows.at(-1)?.writtenAt;
  // A page shows the steps of its own span; the oldest one, all that came before too.
  const entries = rma.timeline.filter(
    ({ type, at }) =>
      steps.has(type) && (next === null || !oldest || at >= oldest) && (newest || !before || at < before),
  );
  const lines = [
    ...rows.map((message) => ({
      at: message.writtenAt,
      key: message.id,
      line: <TalkLine rma={rma} message={message} />,
    })),
    ...entries.map((entry) => ({ at: entry.at, key: String(entry.seq), line: <Step entry={entry} /> })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return (
    <>
      {next ? <Earlier rma={rma} after={next} {...(oldest ? { before: oldest } : {})} /> : null}
      <ol className="talk-lines">
        {lines.map(({ key, line }) => (
          <Fragment key={key}>{line}</Fragment>
        ))}
      </ol>
    </>
  );
}

function Step({ entry }: { entry: Entry }) {
  const text = useEventText();
  return (
    <li className="talk-line step">
      <span>{text(entry)}</span>
      <span className="faint">
        <When at={entry.at} time />
      </span>
    </li>
  );
}

function Earlier({ rma, after, before }: { rma: RmaView; after: string; before?: string }) {
  const t = useTexts('talk');
  const [wanted, setWanted] = useState(false);
  const query = { limit: PAGE, after };
  const page = useRead(getThread, { params: { rmaId: rma.id }, query }, { enabled: wanted }).data;
  if (page) return <TalkLines rma={rma} rows={page.rows} next={page.next} {...(before ? { before } : {})} />;
  return (
    <Button type="link" size="small" loading={wanted} onClick={() => setWanted(true)}>
      {t('earlier')}
    </Button>
  );
}
