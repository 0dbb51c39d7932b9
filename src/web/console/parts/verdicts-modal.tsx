import { Modal } from 'antd';
import type { bulkReview } from '../../../contract/bulk-review.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { Tag } from './tag.tsx';
import { useRefusal } from './use-refusal.ts';

export type Verdict = ReplyOf<typeof bulkReview>['verdicts'][number];

type Props = {
  verdicts: readonly Verdict[];
  /** What each return is called. One that is not there shows its id. */
  numbers: ReadonlyMap<Verdict['rmaId'], string>;
  title: (counts: { done: number; failed: number }) => string;
  okText: string;
  onClose: () => void;
};

/** What became of each return after something was done to several. Open while there are verdicts. */
export function VerdictsModal({ verdicts, numbers, title, okText, onClose }: Props) {
  const say = useRefusal();
  const done = verdicts.filter((verdict) => verdict.ok).length;
  return (
    <Modal
      open={verdicts.length > 0}
      onCancel={onClose}
      onOk={onClose}
      title={title({ done, failed: verdicts.length - done })}
      cancelButtonProps={{ style: { display: 'none' } }}
    >
      <ul className="verdicts">
        {verdicts.map(({ rmaId, ok, rejection }) => (
          <li key={rmaId}>
            <span className="number">{numbers.get(rmaId) ?? rmaId}</span>
            {ok ? <Tag tone="green">{okText}</Tag> : <Tag tone="red">{say(rejection ?? { code: 'unknown' })}</Tag>}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
