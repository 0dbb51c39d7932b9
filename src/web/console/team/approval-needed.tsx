import { SafetyCertificateOutlined } from '@ant-design/icons';
import type { RmaView } from '../../../contract/returns.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';

/** What the next yes needs beyond anybody's: a level, a second person, and who has given theirs. */
export function ApprovalNeeded({ rma }: { rma: RmaView }) {
  const t = useTexts('team');
  const { approval } = rma;
  if (!approval) return null;
  const { level, fourEyes, given } = approval;
  const who = given.map(({ by }) => by.name).join(' / ');
  const amount = formatMoney(given[0]?.amount ?? approval.amount);
  const people = new Set(given.map(({ by }) => by.id)).size;
  const words =
    people === 0
      ? t(fourEyes ? 'approval.needsTwo' : 'approval.needsLevel', { level })
      : t(fourEyes && people < 2 ? 'approval.second' : 'approval.enough', { who, amount, level });
  const done = people >= (fourEyes ? 2 : 1);
  return (
    <p className={`approval-needed ${done ? 'green' : 'amber'}`}>
      <SafetyCertificateOutlined aria-hidden /> {words}
    </p>
  );
}
