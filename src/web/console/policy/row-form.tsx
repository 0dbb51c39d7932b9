import { Input } from 'antd';
import { useTexts } from '../locales/texts.ts';
import { ConditionEditor } from './condition-editor.tsx';
import type { Row } from './content.ts';
import { Field } from './field.tsx';
import { EffectsEditor, OutcomeEditor } from './outcome-editor.tsx';
import { withRow } from './row-edits.ts';
import type { RowProps } from './row-props.ts';
import { fieldOf } from './verdict.ts';

/** All that can be set in a row. */
export function RowForm({ rowKey, row, at, expert, errors, readOnly, edit }: RowProps) {
  const t = useTexts('draft');
  const change = (next: Row, field?: string) =>
    edit((before) => withRow(before, at, next), field ? `${rowKey}/${field}` : undefined);
  const wrong = (field: string): boolean => errors.some((error) => fieldOf(error) === field);
  return (
    <fieldset className="row-form" disabled={readOnly}>
      <div className="row-form-names">
        {(['zh', 'en'] as const).map((side) => (
          <Field
            key={side}
            name={`label.${side}`}
            label={t(side === 'zh' ? 'row.nameZh' : 'row.nameEn')}
            wrong={wrong(`label.${side}`)}
          >
            <Input
              aria-label={t(side === 'zh' ? 'row.nameZh' : 'row.nameEn')}
              value={row.label[side]}
              maxLength={200}
              lang={side}
              onChange={({ target }) =>
                change({ ...row, label: { ...row.label, [side]: target.value } }, `label.${side}`)
              }
            />
          </Field>
        ))}
      </div>
      <ConditionEditor
        condition={row.condition}
        expert={expert}
        wrong={wrong('condition')}
        readOnly={readOnly}
        onChange={(condition, tag) => change({ ...row, condition }, tag)}
      />
      <div className="row-form-outcome">
        <OutcomeEditor row={row} wrong={wrong} onChange={change} />
        <EffectsEditor row={row} wrong={wrong} onChange={change} />
        <Field name="basis" label={t('row.basis')} wrong={wrong('basis')}>
          <Input
            aria-label={t('row.basis')}
            value={row.basis}
            maxLength={300}
            placeholder={t('row.basisHint')}
            onChange={({ target }) => change({ ...row, basis: target.value }, 'basis')}
          />
        </Field>
      </div>
      {expert ? (
        <p className="faint">
          {t('row.id')} <code>{row.id}</code>
        </p>
      ) : null}
    </fieldset>
  );
}
