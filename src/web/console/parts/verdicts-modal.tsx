import { Modal } from 'antd';
import type { bulkReview } from '../../../contract/bulk-review.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { Tag } from './tag.tsx';
import { useRefusal } from './use-refusal.ts';

export type Verdict = ReplyOf<typeof bulkReview>['verdicts'][number];
type Said = Pick<Verdict, 'ok' | 'rejection'>;

type Props<Row extends Said, Id extends string> = {
  verdicts: readonly Row[];
  idOf: (verdict: Row) => Id;
  /** What each is called. One that is not there shows its id. */
  numbers: ReadonlyMap<Id, string>;
  title: (counts: { done: number; failed: number }) => string;
  okText: string;
  onClose: () => void;
};

/** What became of each row after something was done to several. Open while there are verdicts. */
export function VerdictsModal<Row extends Said, Id extends string>(props: Props<Row, Id>) {
  const { verdicts, idOf, numbers, title, okText, onClose } = props;
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
        {verdicts.map((verdict) => (
          <li key={idOf(verdict)}>
            <span className="number">{numbers.get(idOf(verdict)) ?? idOf(verdict)}</span>
            {verdict.ok ? (
              <Tag tone="green">{okText}</Tag>
            ) : (
              <Tag tone="red">{say(verdict.rejection ?? { code: 'unknown' })}</Tag>
            )}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
