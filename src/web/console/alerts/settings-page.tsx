import { alertSettings } from '../../../contract/alerts.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Page } from '../parts/page.tsx';
import { useRead } from '../parts/use-api.ts';
import { KindHours } from './kind-hours.tsx';
import { Lanes } from './lanes.tsx';

/** After how long somebody is told: by kind, and by lane. */
export default function AlertSettingsPage() {
  const t = useTexts('alerts');
  const answer = useRead(alertSettings, {});
  return (
    <Page title={t('settings')} note={t('settingsNote')}>
      {answer.data ? (
        <KindHours key={answer.data.version} settings={answer.data} />
      ) : answer.error ? (
        <Failed error={answer.error} retry={answer.refetch} />
      ) : (
        <Waiting rows={10} />
      )}
      <Lanes />
    </Page>
  );
}
