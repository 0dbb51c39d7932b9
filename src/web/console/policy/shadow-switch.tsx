import { useQueryClient } from '@tanstack/react-query';
import { App, Switch, Tooltip } from 'antd';
import { getDraft, listDrafts, listTrials, setShadow } from '../../../contract/policy.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import type { Editing } from './use-draft-editing.ts';

/** Lets a draft run beside the live rules on new cases, deciding nothing. */
export function ShadowSwitch({ editing, errors }: { editing: Editing; errors: number }) {
  const t = useTexts('trial');
  const formats = useFormats();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const params = { draftId: editing.base.id };
  const since = useRead(getDraft, { params }).data?.shadowSince ?? null;
  const act = useAct(setShadow, {
    onRefused: useShowProblem(),
    onDone: (draft) => {
      queries.setQueryData([getDraft.path, params, null], draft);
      for (const { path } of [listTrials, listDrafts]) void queries.invalidateQueries({ queryKey: [path] });
      message.success(t(draft.shadowSince ? 'shadowOn' : 'shadowStopped'));
    },
  });
  const blocked = since ? null : errors > 0 ? t('startErrors') : editing.dirty ? t('startUnsaved') : null;
  return (
    <Panel title={t('shadow')}>
      <p className="faint">{t('shadowNote')}</p>
      <div className="shadow-switch">
        <Tooltip title={blocked}>
          <Switch
            aria-label={t('shadow')}
            checked={since !== null}
            disabled={blocked !== null}
            loading={act.isPending}
            onChange={(on) => act.mutate({ params, body: { on } })}
          />
        </Tooltip>
        <span className={since ? '' : 'faint'}>
          {since ? t('shadowSince', { at: formats.full(since) }) : t('shadowOff')}
        </span>
      </div>
    </Panel>
  );
}
