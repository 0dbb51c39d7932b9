import { Button, Image } from 'antd';
import { useState } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { pictureOf, thumbOf } from '../parts/photo-picker.tsx';
import { When } from '../parts/when.tsx';
import { useEventText } from './use-event-text.ts';

type Entry = RmaView['timeline'][number];

/** What happened, newest first: who, what, when; the record itself on demand. */
export function Timeline({ rma }: { rma: RmaView }) {
  const t = useTexts('rma');
  return (
    <Panel title={t('timeline')}>
      <ol className="timeline">
        {rma.timeline.toReversed().map((entry) => (
          <TimelineItem key={entry.seq} entry={entry} />
        ))}
      </ol>
    </Panel>
  );
}

const loud: Record<string, string> = {
  rma_approved: 'green',
  refund_succeeded: 'green',
  rma_rejected: 'red',
  refund_rejected: 'red',
  channel_refused: 'red',
  refund_unknown: 'amber',
  refund_abnormal: 'red',
  rma_escalated: 'amber',
  line_missing: 'amber',
  difference_found: 'red',
  line_receipt_undone: 'amber',
  clock_reminded: 'amber',
  deadline_lapsed: 'red',
  deadline_extended: 'green',
  extension_refused: 'amber',
};

// The rules answer within the buyer's own request: the event bears his name, the judgement is theirs.
const byRules = ({ type, data }: Entry): boolean =>
  type === 'policy_applied' || type === 'rma_escalated' || type.startsWith('clock_') || data['by'] === 'policy';

function TimelineItem({ entry }: { entry: Entry }) {
  const t = useTexts('rma');
  const words = useWords();
  const text = useEventText();
  const [open, setOpen] = useState(false);
  const who = byRules(entry) ? words('actor', 'policy') : entry.actor.name || words('actor', entry.actor.kind);
  return (
    <li className={`timeline-item ${loud[entry.type] ?? ''}`}>
      <p>{text(entry)}</p>
      <Pictures files={picturesOf(entry)} />
      <p className="timeline-who">
        {who} · <When at={entry.at} time />
        <Button type="link" size="small" className="flush source" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'hideSource' : 'source')}
        </Button>
      </p>
      {open ? (
        <pre className="record">{JSON.stringify({ type: entry.type, at: entry.at, ...entry.data }, null, 2)}</pre>
      ) : null}
    </li>
  );
}

/** Pictures of buyers and of the warehouse stand where they were taken. */
const picturesOf = ({ data }: Entry): string[] => {
  const files = data['photos'] ?? data['files'];
  return Array.isArray(files) ? files.map(String) : [];
};

function Pictures({ files }: { files: readonly string[] }) {
  const t = useTexts('rma');
  if (files.length === 0) return null;
  return (
    <Image.PreviewGroup>
      <div className="evidence small">
        {files.map((file, i) => (
          <Image
            key={file}
            src={thumbOf(file)}
            preview={{ src: pictureOf(file) }}
            alt={t('photo', { n: i + 1 })}
            width={48}
            height={48}
          />
        ))}
      </div>
    </Image.PreviewGroup>
  );
}
