import { App } from 'antd';
import { z } from 'zod';
import { timelineEntry } from '../../../contract/returns.ts';
import type { PersonCommand } from '../../../domain/returns/guards.ts';
import { problemOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useEventText } from './use-event-text.ts';

const changed = z.looseObject({
  code: z.literal('case_has_changed'),
  version: z.int(),
  since: z.array(timelineEntry),
});
type Changed = z.infer<typeof changed>;

/** What others did to a return since it was shown, where that is why the server refused. */
export const changedSince = (error: unknown): Changed | undefined => changed.safeParse(problemOf(error).rejection).data;

/** Shows who did what meanwhile, and offers to go on. */
export function useChangedSince(command: PersonCommand) {
  const t = useTexts('team');
  const words = useWords();
  const say = useEventText();
  const formats = useFormats();
  const { modal } = App.useApp();
  return ({ since }: Changed, goOn: () => void) => {
    const verb = words('verb', command);
    modal.confirm({
      title: t('changedTitle'),
      width: 480,
      content: (
        <>
          <p>{t('changedBody', { verb })}</p>
          <ol className="changed-since">
            {since.map((entry) => (
              <li key={entry.seq}>
                <strong>{entry.actor.name || words('actor', entry.actor.kind)}</strong> {say(entry)}
                <span className="faint">{formats.when(entry.at, now(), { time: true })}</span>
              </li>
            ))}
          </ol>
        </>
      ),
      okText: t('goOn', { verb }),
      cancelText: t('lookFirst'),
      autoFocusButton: 'cancel',
      onOk: goOn,
    });
  };
}
