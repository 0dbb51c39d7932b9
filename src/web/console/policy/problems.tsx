import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled, LoadingOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTexts } from '../locales/texts.ts';
import type { Content } from './content.ts';
import { keysOf } from './row-edits.ts';
import { useEntryName } from './use-entry-texts.ts';
import { revealTerm } from './use-open-rows.ts';
import { exampleOf, useProblemTexts } from './use-problem-texts.ts';
import { useSide } from './use-rule-words.ts';
import { useTermText } from './use-term-text.ts';
import type { Checked } from './use-verdict.ts';
import { fieldOf, keyOf, termOf, type Verdict, type Wrong } from './verdict.ts';

type Props = {
  content: Content;
  verdict: Verdict | null;
  state: Checked['state'];
  onRow: (key: string, field?: string) => void;
  onTry: (facts: Record<string, unknown>) => void;
};

/** All that is wrong with a draft; each entry leads to its place. */
export function Problems({ content, verdict, state, onRow, onTry }: Props) {
  const t = useTexts('draft');
  if (!verdict) {
    return (
      <p className="check faint" role="status">
        {state === 'failed' ? (
          t('check.failed')
        ) : (
          <>
            <LoadingOutlined aria-hidden /> {t('check.checking')}
          </>
        )}
      </p>
    );
  }
  const { errors, warnings } = verdict;
  return (
    <section className={`check ${errors.length > 0 ? 'bad' : 'good'}`} aria-live="polite">
      <p className="check-head">
        {errors.length > 0 ? (
          <CloseCircleFilled className="red" aria-hidden />
        ) : (
          <CheckCircleFilled className="green" aria-hidden />
        )}
        <strong>{errors.length > 0 ? t('check.errors', { count: errors.length }) : t('check.fine')}</strong>
        {warnings.length > 0 ? <span className="amber">{t('check.warnings', { count: warnings.length })}</span> : null}
        {state === 'checking' ? <span className="faint">{t('check.checking')}</span> : null}
        {state === 'failed' ? <span className="amber">{t('check.failed')}</span> : null}
      </p>
      <ul>
        {errors.map((error) => (
          <ErrorLine key={keyOf(error)} error={error} content={content} onRow={onRow} onTry={onTry} />
        ))}
        {warnings.map((warning) => (
          <WarningLine key={`${warning.code}/${warning.row ?? ''}`} warning={warning} content={content} onRow={onRow} />
        ))}
      </ul>
    </section>
  );
}

type LineProps = Pick<Props, 'content' | 'onRow' | 'onTry'> & { error: Wrong };

function ErrorLine({ error, content, onRow, onTry }: LineProps) {
  const t = useTexts('draft');
  const text = useProblemTexts();
  const example = exampleOf(error);
  return (
    <li>
      <Place error={error} content={content} onRow={onRow} />
      <span>{text.error(error, content.rows[error.row ?? -1]?.condition)}</span>
      {example ? (
        <>
          <span className="faint">{text.example(error)}</span>
          <Button type="link" size="small" className="flush" onClick={() => onTry(example)}>
            {t('check.tryIt')}
          </Button>
        </>
      ) : null}
    </li>
  );
}

function Place({ error, content, onRow }: Omit<LineProps, 'onTry'>) {
  const t = useTexts('draft');
  const side = useSide();
  const terms = useTermText();
  const entryName = useEntryName();
  const { term, entry } = termOf(error);
  const { row: at } = error;
  const row = at === undefined ? undefined : content.rows[at];
  if (at === undefined || !row) {
    return (
      <button
        type="button"
        className="as-link"
        onClick={() => revealTerm(entry === undefined ? term : `${term}/${entry}`)}
      >
        {t('check.goToTerms', { field: entry === undefined ? terms.name(term) : entryName(term, entry) })}
      </button>
    );
  }
  const key = keysOf(content.rows)[at] ?? row.id;
  return (
    <button type="button" className="as-link" onClick={() => onRow(key, fieldOf(error))}>
      {t('check.goTo', { n: at + 1, name: row.label[side] || t('row.unnamed') })}
    </button>
  );
}

type Warning = Verdict['warnings'][number];

function WarningLine({ warning, content, onRow }: Pick<Props, 'content' | 'onRow'> & { warning: Warning }) {
  const text = useProblemTexts();
  return (
    <li>
      <ExclamationCircleFilled className="amber" aria-hidden />
      {warning.row === undefined ? null : (
        <Place error={{ code: warning.code, row: warning.row }} content={content} onRow={onRow} />
      )}
      <span>{text.warning(warning)}</span>
    </li>
  );
}
