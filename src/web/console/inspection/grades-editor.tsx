import { Button } from 'antd';
import { grades } from '../../../domain/inspection/inspection-book.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import type { EditorProps } from './editor.ts';
import { freeCode, NameFields, Remove } from './fields.tsx';

/** The merchant's own scale: names under each of the three grades that rules and policies know. */
export function GradesEditor({ content, disabled, onChange }: EditorProps) {
  const t = useTexts('inspection');
  const words = useWords();
  const scale = content.grades;
  return (
    <>
      <p className="faint">{t('gradesNote')}</p>
      {grades.map((base) => {
        const own = scale.filter((row) => row.base === base);
        return (
          <Panel key={base} title={t('countsAs', { grade: words('grade', base) })}>
            {own.map((row) => (
              <div key={row.code} className="book-row">
                <NameFields
                  value={row}
                  disabled={disabled}
                  onChange={(next) => onChange({ grades: scale.map((each) => (each === row ? next : each)) })}
                />
                <Remove
                  disabled={disabled || own.length === 1}
                  onRemove={() => onChange({ grades: scale.filter((each) => each !== row) })}
                />
              </div>
            ))}
            <Button
              size="small"
              disabled={disabled || scale.length >= 12}
              onClick={() => {
                const code = freeCode(
                  'grade',
                  scale.map((row) => row.code),
                );
                const after = scale.findLastIndex((row) => row.base === base) + 1;
                onChange({ grades: scale.toSpliced(after, 0, { code, base, zh: '', en: '' }) });
              }}
            >
              {t('addGrade')}
            </Button>
          </Panel>
        );
      })}
    </>
  );
}
