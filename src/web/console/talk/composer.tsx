import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented, Tooltip } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { type RefObject, useRef, useState } from 'react';
import { getThread, sendMessage } from '../../../contract/negotiation.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { type ForbiddenPhrase, forbiddenPhrases } from '../../../domain/returns/forbidden-phrases.ts';
import { openPlaceholders } from '../../../domain/returns/reply-templates.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useKeys } from '../queue/use-keys.ts';
import { ForbiddenNotes } from './forbidden-notes.tsx';
import { TemplateMenu } from './template-menu.tsx';
import { useTalkDone } from './use-talk-done.ts';

type Thread = ReplyOf<typeof getThread>;
type Way = Thread['ways'][number];
type Via = 'portal' | 'platform' | 'note';

/** Writes to the buyer by the way there is, or a note. What cannot be sent says so while it is written. */
export function Composer({ rma, ways, values }: { rma: RmaView; ways: Thread['ways']; values: Thread['values'] }) {
  const t = useTexts('talk');
  const [chosen, setChosen] = useState<Via | null>(null);
  const [body, setBody] = useState('');
  const [pictures, setPictures] = useState<FileId[]>([]);
  const box = useRef<TextAreaRef>(null);
  const via: Via = chosen ?? ways[0]?.via ?? 'note';
  const way = ways.find((one) => one.via === via);
  const findings = via === 'note' ? [] : forbiddenPhrases(body);
  const why = useReasonAgainst(body, way, pictures.length, findings);
  const { send, busy } = useSend(rma, via, () => {
    setBody('');
    setPictures([]);
  });
  const submit = () => send(body, pictures);
  return (
    <div className="composer">
      <div className="composer-ways">
        <Segmented<Via>
          size="small"
          value={via}
          onChange={setChosen}
          options={[...ways.map((one) => one.via), 'note' as const].map((one) => ({
            value: one,
            label: t(`to.${one}`),
          }))}
        />
        <Templates via={via} values={values} box={box} onChoose={setBody} />
      </div>
      {ways.length === 0 ? <p className="faint">{t('noWay')}</p> : null}
      <Input.TextArea
        ref={box}
        value={body}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={2_000}
        status={isBlocked(findings) ? 'error' : ''}
        placeholder={t(`write.${via}`, { max: way?.maxBytes ?? 0 })}
        aria-label={t(`to.${via}`)}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && why === null && !busy) submit();
        }}
      />
      <ForbiddenNotes text={body} findings={findings} />
      {way && way.picture !== 'none' ? (
        <PhotoPicker files={pictures} onChange={setPictures} label={t('addPicture')} />
      ) : null}
      <div className="composer-end">
        <span className="faint">{body.trim() ? why : way?.picture === 'needed' ? t('pictureNeeded') : ''}</span>
        <Tooltip title="Ctrl + Enter">
          <Button type="primary" size="small" disabled={why !== null} loading={busy} onClick={submit}>
            {t(via === 'note' ? 'sendNote' : 'send')}
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}

const isBlocked = (findings: readonly ForbiddenPhrase[]): boolean =>
  findings.some((found) => found.severity === 'block');

type TemplatesProps = {
  via: Via;
  values: Thread['values'];
  box: RefObject<TextAreaRef | null>;
  onChoose: (text: string) => void;
};

/** The templates, under the key m, which is for writing at all. */
function Templates({ via, values, box, onChoose }: TemplatesProps) {
  const [open, setOpen] = useState(false);
  useKeys({
    m: () => {
      // The list opens at its button, which may lie below what is seen.
      const button = box.current?.nativeElement ?? box.current?.resizableTextArea?.textArea;
      button?.scrollIntoView({ block: 'center' });
      setOpen(true);
    },
  });
  return (
    <TemplateMenu
      audience={via === 'note' ? 'note' : 'buyer'}
      values={values}
      open={open}
      onOpen={setOpen}
      onChoose={(text) => {
        onChoose(text);
        box.current?.focus();
      }}
    />
  );
}

function useSend(rma: RmaView, via: Via, onSent: () => void) {
  const t = useTexts('talk');
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const done = useTalkDone();
  const act = useAct(sendMessage, {
    onRefused: showProblem,
    onDone: (reply) => {
      done(reply, t(via === 'note' ? 'noted' : 'sent'));
      void queries.invalidateQueries({ queryKey: [getThread.path] });
      onSent();
    },
  });
  const send = (body: string, pictures: FileId[]) =>
    act.mutate({ params: { rmaId: rma.id }, body: { via, body, pictures: via === 'note' ? [] : pictures } });
  return { send, busy: act.isPending };
}

/** Why the button is dark, or null where it is not; an empty text needs no reason. */
function useReasonAgainst(
  body: string,
  way: Way | undefined,
  pictures: number,
  findings: readonly ForbiddenPhrase[],
): string | null {
  const t = useTexts('talk');
  if (body.trim() === '') return '';
  if (isBlocked(findings)) return t('forbidden');
  const open = openPlaceholders(body);
  if (open.length > 0) return t('left', { names: open.map((name) => t(`placeholder.${name}`)).join(' / ') });
  const over = way ? new TextEncoder().encode(body.trim()).length - way.maxBytes : 0;
  if (over > 0) return t('tooLong', { over });
  return way?.picture === 'needed' && pictures === 0 ? t('pictureNeeded') : null;
}
