import { Button } from 'antd';
import { Link, useParams } from 'react-router';
import { z } from 'zod';
import { getDraft } from '../../../contract/policy.ts';
import { problemOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { useRead } from '../parts/use-api.ts';
import { DraftEditor } from './draft-editor.tsx';

const draftId = z.templateLiteral(['pdr_', z.string()]);

/** One draft: edited, tried, rehearsed, published. */
export default function DraftPage() {
  const read = draftId.safeParse(useParams()['draftId']);
  return read.success ? <Loaded id={read.data} /> : <NoDraft />;
}

function Loaded({ id }: { id: z.infer<typeof draftId> }) {
  const answer = useRead(getDraft, { params: { draftId: id } });
  if (answer.data) return <DraftEditor key={id} draft={answer.data} />;
  if (!answer.error) return <Waiting rows={12} />;
  const { status } = problemOf(answer.error);
  return status === 404 || status === 400 ? <NoDraft /> : <Failed error={answer.error} retry={answer.refetch} />;
}

function NoDraft() {
  const t = useTexts('draft');
  return (
    <Blank title={t('missing')} hint={t('missingHint')}>
      <Link to="/policy?tab=drafts">
        <Button>{t('toRules')}</Button>
      </Link>
    </Blank>
  );
}
