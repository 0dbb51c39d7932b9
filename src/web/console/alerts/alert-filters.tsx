import { Button } from 'antd';
import { alertAges } from '../../../contract/alerts.ts';
import { listTeam } from '../../../contract/team.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SearchTool, SelectTool } from '../parts/address-tools.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { couriers } from '../rma/courier-fields.tsx';
import { useSession } from '../shell/session.tsx';
import { levelNames } from './level-names.ts';
import { filterNames } from './use-alert-query.ts';

/** Whose they are, for how long, with which courier. */
export function AlertFilters() {
  const t = useTexts('alerts');
  const words = useWords();
  const { params, change } = useAddress();
  const { principal } = useSession();
  const members = useRead(listTeam, {}).data?.members ?? [];
  const isSet = filterNames.some((name) => params.has(name));
  return (
    <div className="alert-filters">
      <SearchTool label={t('search')} />
      <SelectTool
        name="courier"
        label={t('allCouriers')}
        options={couriers.map((code) => ({ value: code, label: words('courier', code) }))}
      />
      <SelectTool
        name="age"
        label={t('allAges')}
        options={alertAges.map((age) => ({ value: age, label: t(`age.${age}`) }))}
      />
      <SelectTool
        name="desk"
        label={t('allDesks')}
        options={(['service', 'warehouse'] as const).map((desk) => ({ value: desk, label: words('desk', desk) }))}
      />
      <SelectTool
        name="owner"
        label={t('allOwners')}
        options={[
          { value: 'me', label: t('mine') },
          { value: 'none', label: t('nobodys') },
          ...members
            .filter(({ userId }) => userId !== principal.id)
            .map(({ userId, name }) => ({ value: userId, label: name })),
        ]}
      />
      <SelectTool
        name="level"
        label={t('allLevels')}
        options={levelNames.map((name, n) => ({ value: String(n + 1), label: t(`level.${name}`) }))}
      />
      {isSet ? (
        <Button
          type="link"
          size="small"
          onClick={() => change(Object.fromEntries(filterNames.map((name) => [name, null])))}
        >
          {t('clear')}
        </Button>
      ) : null}
    </div>
  );
}
