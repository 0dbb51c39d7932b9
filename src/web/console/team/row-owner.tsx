import { UserOutlined } from '@ant-design/icons';
import type { RmaRow } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';

/** In the list: whose case it is, and whether rules have nothing to say in it any more. */
export function RowOwner({ row }: { row: RmaRow }) {
  const t = useTexts('team');
  return (
    <>
      {row.automation === 'off' ? <Tag tone="blue">{t('byHand')}</Tag> : null}
      {row.assignee ? (
        <span className="row-owner" title={`${t('owner')} ${row.assignee.name}`}>
          <UserOutlined aria-hidden /> {row.assignee.name}
        </span>
      ) : null}
    </>
  );
}
