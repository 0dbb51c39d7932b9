import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { type BookView, bookHistory, getBook, publishBook } from '../../../contract/inspection.ts';
import { call } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useAct, usePages, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import type { EditorProps } from './editor.ts';
import { GradesEditor } from './grades-editor.tsx';
import { LooksEditor } from './looks-editor.tsx';
import { RulesEditor } from './rules-editor.tsx';
import { TemplatesEditor } from './templates-editor.tsx';
import { ValuesEditor } from './values-editor.tsx';

const tabs = ['templates', 'grades', 'rules', 'values', 'looks', 'versions'] as const;

/** How this merchant inspects and puts away. Published as a whole; every version stays. */
export default function BookPage() {
  const t = useTexts('inspection');
  const answer = useRead(getBook, { query: {} });
  if (answer.error) return <Failed error={answer.error} retry={answer.refetch} />;
  if (!answer.data)
    return (
      <Page title={t('book')}>
        <Waiting />
      </Page>
    );
  return <Editor key={answer.data.version} book={answer.data} />;
}

function Editor({ book }: { book: BookView }) {
  const t = useTexts('inspection');
  const { message } = App.useApp();
  const { may } = useSession();
  const { get } = useAddress();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [content, setContent] = useState(book.content);
  const tab = tabs.find((each) => each === get('tab')) ?? 'templates';
  const publish = useAct(publishBook, {
    onDone: ({ version }) => {
      message.success(t('published', { version }));
      for (const { path } of [getBook, bookHistory]) void queries.invalidateQueries({ queryKey: [path] });
    },
    onRefused: showProblem,
  });
  const changed = JSON.stringify(content) !== JSON.stringify(book.content);
  const editor: EditorProps = {
    content,
    currency: book.currency,
    disabled: !may('inspection:manage'),
    onChange: (change) => setContent((before) => ({ ...before, ...change })),
  };
  return (
    <Page
      title={t('book')}
      note={book.version === 0 ? t('asShipped') : t('versionNote', { version: book.version, name: book.publishedBy })}
      tools={
        editor.disabled ? null : (
          <>
            <Button disabled={!changed} onClick={() => setContent(book.content)}>
              {t('discard')}
            </Button>
            <Button
              type="primary"
              disabled={!changed}
              loading={publish.isPending}
              onClick={() => publish.mutate({ body: { version: book.version, content } })}
            >
              {t('publish')}
            </Button>
          </>
        )
      }
    >
      <TabLinks
        label={t('book')}
        current={tab}
        param="tab"
        tabs={tabs.map((key) => ({ key, name: t(`tab.${key}`) }))}
      />
      <div className="book">
        {tab === 'templates' ? <TemplatesEditor {...editor} /> : null}
        {tab === 'grades' ? <GradesEditor {...editor} /> : null}
        {tab === 'rules' ? <RulesEditor {...editor} /> : null}
        {tab === 'values' ? <ValuesEditor {...editor} /> : null}
        {tab === 'looks' ? <LooksEditor {...editor} /> : null}
        {tab === 'versions' ? <Versions /> : null}
      </div>
    </Page>
  );
}

function Versions() {
  const t = useTexts('inspection');
  const pages = usePages([bookHistory.path], (after, signal) =>
    call(bookHistory, { query: after ? { after } : {} }, { signal }),
  );
  return (
    <Listing pages={pages} blank={<Blank title={t('noVersions')} hint={t('asShipped')} />}>
      {(rows) => (
        <PlainTable
          rowKey="version"
          dataSource={rows}
          columns={[
            { title: t('version'), render: (_, row) => <span className="number">{row.version}</span> },
            { title: t('publishedAt'), render: (_, row) => <When at={row.publishedAt} time /> },
            { title: t('publishedBy'), dataIndex: 'publishedBy' },
          ]}
        />
      )}
    </Listing>
  );
}
