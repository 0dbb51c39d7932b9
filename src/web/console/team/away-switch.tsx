import { CoffeeOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { listTeam, setAway, type TeamMemberView } from '../../../contract/team.ts';
import { addDays, localDate, plusHours, startOfDay } from '../../../domain/time.ts';
import { now } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

/** One's own absence: nothing is given to whoever is away. */
export function AwaySwitch({ own }: { own: TeamMemberView }) {
  const t = useTexts('team');
  const { message } = App.useApp();
  const { timeZone } = useFormats();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const away = useAct(setAway, {
    onRefused: showProblem,
    onDone: ({ awayUntil }) => {
      message.success(t(awayUntil ? 'awayDone' : 'backDone'));
      void queries.invalidateQueries({ queryKey: [listTeam.path] });
    },
  });
  if (own.awayUntil) {
    return (
      <Button type="primary" loading={away.isPending} onClick={() => away.mutate({ body: { until: null } })}>
        {t('back')}
      </Button>
    );
  }
  const choices = {
    hour: () => plusHours(now(), 1),
    noon: () => plusHours(now(), 2),
    day: () => startOfDay(addDays(localDate(now(), timeZone), 1), timeZone),
  };
  const names = ['hour', 'noon', 'day'] as const;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: names.map((name) => ({
          key: name,
          label: t(`away.${name}`),
          onClick: () => away.mutate({ body: { until: choices[name]() } }),
        })),
      }}
    >
      <Button icon={<CoffeeOutlined />} loading={away.isPending}>
        {t('goAway')}
      </Button>
    </Dropdown>
  );
}
