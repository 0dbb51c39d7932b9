import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { deleteTemplate, listTemplates, type TemplateView } from '../../../contract/templates.ts';
import { defaultTemplates } from '../../../domain/returns/reply-templates.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Page } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { TemplateDialog } from './template-dialog.tsx';

/** Every shop has these; its own wording of one can be given up. */
const builtIn: ReadonlySet<string> = new Set(defaultTemplates.map(({ id }) => id));

/** The shop's answers for usual situations. */
export default function TemplatesPage() {
  const t = useTexts('talk');
  const { may } = useSession();
  const answer = useRead(listTemplates, {});
  const [edited, setEdited] = useState<TemplateView | 'new' | null>(null);
  const mayChange = may('template:manage');
  return (
    <Page
      title={t('templatesTitle')}
      note={t('templatesNote')}
      tools={
        mayChange ? (
          <Button type="primary" onClick={() => setEdited('new')}>
            {t('addTemplate')}
          </Button>
        ) : null
      }
    >
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting rows={8} /> : null}
      <ul className="templates">
        {(answer.data?.templates ?? []).map((template) => (
          <Template key={template.id} template={template} mayChange={mayChange} onEdit={() => setEdited(template)} />
        ))}
      </ul>
      {edited ? <TemplateDialog template={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </Page>
  );
}

type Props = { template: TemplateView; mayChange: boolean; onEdit: () => void };

function Template({ template, mayChange, onEdit }: Props) {
  const t = useTexts('talk');
  const { modal, message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const isOurs = builtIn.has(template.id);
  const remove = useAct(deleteTemplate, {
    onRefused: showProblem,
    onDone: () => {
      message.success(t(isOurs ? 'templateReset' : 'templateRemoved'));
      void queries.invalidateQueries({ queryKey: [listTemplates.path] });
    },
  });
  const run = () => remove.mutateAsync({ params: { templateId: template.id } }).catch(() => undefined);
  const ask = () =>
    isOurs ? void run() : modal.confirm({ title: t('removeTemplateAsk', { title: template.title }), onOk: run });
  return (
    <li className={`panel template${template.active ? '' : ' off'}`}>
      <header className="panel-head">
        <h2>
          {template.title}{' '}
          <Tag tone={template.own ? 'blue' : 'grey'}>{t(template.own ? 'ownTemplate' : 'builtIn')}</Tag>
        </h2>
        {mayChange ? (
          <span>
            {template.own ? (
              <Button size="small" type="text" loading={remove.isPending} onClick={ask}>
                {t(isOurs ? 'resetTemplate' : 'removeTemplate')}
              </Button>
            ) : null}
            <Button size="small" onClick={onEdit}>
              {t('edit')}
            </Button>
          </span>
        ) : null}
      </header>
      <p className="panel-body">{template.body}</p>
    </li>
  );
}
