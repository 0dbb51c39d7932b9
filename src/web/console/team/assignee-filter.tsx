import { Select } from 'antd';
import { listTeam } from '../../../contract/team.ts';
import { useTexts } from '../locales/texts.ts';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';

/** Mine, nobody's, or a colleague's. */
export function AssigneeFilter() {
  const t = useTexts('team');
  const queue = useTexts('queue');
  const { get, change } = useAddress();
  const { principal } = useSession();
  const members = useRead(listTeam, {}).data?.members ?? [];
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      className="filters-field"
      placeholder={queue('assignee')}
      aria-label={queue('assignee')}
      value={get('assignee') ?? null}
      popupMatchSelectWidth={false}
      options={[
        { value: 'me', label: t('mine') },
        { value: 'none', label: t('nobodys') },
        ...members
          .filter(({ userId }) => userId !== principal.id)
          .map(({ userId, name }) => ({ value: userId, label: name })),
      ]}
      onChange={(assignee: string | null) => change({ assignee, rma: null })}
    />
  );
}
