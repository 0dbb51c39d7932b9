import { AutoComplete, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useTexts, useWords } from '../locales/texts.ts';
import type { Row } from './content.ts';
import { Field } from './field.tsx';

type Props = { row: Row; onChange: (row: Row, field?: string) => void };

/** Articles that the default rules rest refusals on. */
const articles = [
  '暂行办法 6(1)',
  '暂行办法 6(2)',
  '暂行办法 6(3)',
  '暂行办法 6(4)',
  '暂行办法 7(1)',
  '暂行办法 7(2)',
  '暂行办法 7(3)',
  '暂行办法 8',
  '暂行办法 10',
];

/** What a row would tell the person who may refuse. Rules themselves never do. */
export function Suggestion({ row, onChange }: Props) {
  const t = useTexts('draft');
  const words = useWords();
  const { i18n } = useTranslation();
  const { outcome } = row;
  if (outcome.kind !== 'escalate') return null;
  const { level, suggestRejection: suggested } = outcome;
  const known: unknown = i18n.getResource(i18n.language, 'words', 'rejectReason');
  const codes = typeof known === 'object' && known !== null ? Object.keys(known) : [];
  const withSuggestion = (reasonCode: string, article: string | undefined): Row => ({
    ...row,
    outcome: { kind: 'escalate', level, suggestRejection: { reasonCode, ...(article ? { article } : {}) } },
  });
  return (
    <>
      <Field name="outcome.suggestRejection" label={t('row.suggestion')} hint={t('row.suggestionNote')}>
        <Select
          aria-label={t('row.suggestion')}
          value={suggested?.reasonCode ?? ''}
          options={[
            { value: '', label: t('row.noSuggestion') },
            ...codes.map((code) => ({ value: code, label: words('rejectReason', code) })),
          ]}
          onChange={(code) =>
            onChange(code ? withSuggestion(code, suggested?.article) : { ...row, outcome: { kind: 'escalate', level } })
          }
        />
      </Field>
      {suggested ? (
        <Field name="outcome.article" label={t('row.article')}>
          <AutoComplete
            aria-label={t('row.article')}
            value={suggested.article ?? ''}
            options={articles.map((value) => ({ value }))}
            onChange={(article) => onChange(withSuggestion(suggested.reasonCode, article || undefined), 'article')}
          />
        </Field>
      ) : null}
    </>
  );
}
