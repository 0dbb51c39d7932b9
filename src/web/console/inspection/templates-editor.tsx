import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import type { BookContent } from '../../../contract/inspection.ts';
import { checkKinds, goodsClasses } from '../../../domain/inspection/inspection-book.ts';
import { legalTestsFor } from '../../../domain/inspection/legal-tests.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import type { EditorProps } from './editor.ts';
import { freeCode, GradeSelect, NameFields, Remove } from './fields.tsx';

type Template = BookContent['templates'][number];
type OwnCheck = Template['checks'][number];

/** What is looked at, class by class: the law's tests stand fixed, one's own checks beside them. */
export function TemplatesEditor({ content, disabled, onChange }: EditorProps) {
  const t = useTexts('inspection');
  const { templates } = content;
  const put = (i: number, next: Template) =>
    onChange({ templates: templates.map((row, at) => (at === i ? next : row)) });
  return (
    <>
      {templates.map((template, i) => (
        <TemplatePanel
          key={template.id}
          template={template}
          disabled={disabled}
          onChange={(next) => put(i, next)}
          {...(template.skuPrefix === undefined
            ? {}
            : { onRemove: () => onChange({ templates: templates.filter((_, at) => at !== i) }) })}
        />
      ))}
      <Button
        disabled={disabled}
        onClick={() => {
          const id = freeCode(
            'template',
            templates.map((row) => row.id),
          );
          onChange({
            templates: [...templates, { id, goodsClass: 'general', skuPrefix: 'SKU', checks: [], serials: 'no' }],
          });
        }}
      >
        {t('addTemplate')}
      </Button>
    </>
  );
}

type PanelProps = { template: Template; disabled: boolean; onChange: (next: Template) => void; onRemove?: () => void };

function TemplatePanel({ template, disabled, onChange, onRemove }: PanelProps) {
  const t = useTexts('inspection');
  const words = useWords();
  const { checks, goodsClass, skuPrefix } = template;
  const ofClass = skuPrefix === undefined;
  const put = (i: number, next: OwnCheck) =>
    onChange({ ...template, checks: checks.map((row, at) => (at === i ? next : row)) });
  return (
    <Panel
      title={ofClass ? words('goodsClass', goodsClass) : t('forArticles', { prefix: skuPrefix })}
      tools={onRemove ? <Remove disabled={disabled} onRemove={onRemove} /> : null}
    >
      {ofClass ? (
        <p className="book-law">
          {legalTestsFor(goodsClass).tests.map((test) => (
            <Tag key={test} tone="grey">
              {words('test', test)}
            </Tag>
          ))}
          <span className="faint">{t('lawFixed', { article: legalTestsFor(goodsClass).article })}</span>
        </p>
      ) : (
        <div className="book-row">
          <Input
            className="book-prefix"
            aria-label={t('skuPrefix')}
            disabled={disabled}
            value={skuPrefix}
            status={skuPrefix ? '' : 'error'}
            onChange={(event) => onChange({ ...template, skuPrefix: event.target.value.trim() })}
          />
          <Select
            aria-label={t('goodsClass')}
            popupMatchSelectWidth={false}
            disabled={disabled}
            value={goodsClass}
            options={goodsClasses.map((value) => ({ value, label: words('goodsClass', value) }))}
            onChange={(value) => onChange({ ...template, goodsClass: value })}
          />
        </div>
      )}
      {checks.map((check, i) => (
        <CheckRow
          key={check.code}
          check={check}
          disabled={disabled}
          onChange={(next) => put(i, next)}
          onRemove={() => onChange({ ...template, checks: checks.filter((_, at) => at !== i) })}
        />
      ))}
      <TemplateFoot template={template} disabled={disabled} onChange={onChange} />
    </Panel>
  );
}

function TemplateFoot({ template, disabled, onChange }: Omit<PanelProps, 'onRemove'>) {
  const t = useTexts('inspection');
  const { checks, serials, minShelfDays, ...rest } = template;
  const days = minShelfDays === undefined ? {} : { minShelfDays };
  return (
    <div className="book-row">
      <Button
        size="small"
        disabled={disabled}
        onClick={() => {
          const code = freeCode(
            'check',
            checks.map((row) => row.code),
          );
          const fresh: OwnCheck = { code, kind: 'other', name: { zh: '', en: '' }, required: true, photoOnFail: true };
          onChange({ ...template, checks: [...checks, fresh] });
        }}
      >
        {t('addCheck')}
      </Button>
      <span className="filters-space" />
      <span>{t('serials')}</span>
      <Select
        aria-label={t('serials')}
        popupMatchSelectWidth={false}
        disabled={disabled}
        value={serials}
        options={(['no', 'ask', 'required'] as const).map((value) => ({ value, label: t(`serialsMode.${value}`) }))}
        onChange={(value) => onChange({ ...rest, checks, ...days, serials: value })}
      />
      <span>{t('minShelfDays')}</span>
      <InputNumber
        aria-label={t('minShelfDays')}
        min={1}
        max={3_650}
        precision={0}
        placeholder={t('notAsked')}
        disabled={disabled}
        value={minShelfDays ?? null}
        onChange={(value) => onChange({ ...rest, checks, serials, ...(value ? { minShelfDays: value } : {}) })}
      />
    </div>
  );
}

type RowProps = { check: OwnCheck; disabled: boolean; onChange: (next: OwnCheck) => void; onRemove: () => void };

function CheckRow({ check, disabled, onChange, onRemove }: RowProps) {
  const t = useTexts('inspection');
  const { cap, consequence, ...rest } = check;
  const kept = { ...(cap ? { cap } : {}), ...(consequence ? { consequence } : {}) };
  return (
    <div className="book-row">
      <Select
        aria-label={t('kindOfCheck')}
        popupMatchSelectWidth={false}
        disabled={disabled}
        value={check.kind}
        options={checkKinds.map((value) => ({ value, label: t(`checkKind.${value}`) }))}
        onChange={(kind) => onChange({ ...check, kind })}
      />
      <NameFields value={check.name} disabled={disabled} onChange={(name) => onChange({ ...check, name })} />
      <Checkbox
        disabled={disabled}
        checked={check.required}
        onChange={(event) => onChange({ ...check, required: event.target.checked })}
      >
        {t('isRequired')}
      </Checkbox>
      <Checkbox
        disabled={disabled}
        checked={check.photoOnFail}
        onChange={(event) => onChange({ ...check, photoOnFail: event.target.checked })}
      >
        {t('photoOnFail')}
      </Checkbox>
      <GradeSelect
        label={t('cap')}
        none={t('noCap')}
        value={cap}
        disabled={disabled}
        onChange={(next) =>
          onChange({ ...rest, ...(consequence ? { consequence } : {}), ...(next ? { cap: next } : {}) })
        }
      />
      <Input
        className="book-note"
        aria-label={t('consequence')}
        placeholder={t('consequence')}
        maxLength={200}
        disabled={disabled}
        value={consequence ?? ''}
        onChange={(event) => {
          const next = event.target.value;
          onChange({ ...rest, ...kept, ...(next ? { consequence: next } : { consequence: undefined }) } as OwnCheck);
        }}
      />
      <Remove disabled={disabled} onRemove={onRemove} />
    </div>
  );
}
