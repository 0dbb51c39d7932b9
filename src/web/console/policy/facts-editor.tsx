import { CloseOutlined } from '@ant-design/icons';
import { Button, Select, Tooltip } from 'antd';
import { entryOf, type FactName, factNames, type PlainValue } from '../../../domain/policy/fact-catalogue.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { NumberField } from './cell-value.tsx';
import { factGroups } from './fact-picker.tsx';
import { useFactValue, useSide } from './use-rule-words.ts';
import type { Trying } from './use-trying.ts';
import { useValueOptions } from './use-value-options.ts';

/** The draft's own settings: they are changed in its terms. */
const ofThePolicy: ReadonlySet<FactName> = new Set<FactName>(['approval_limit', 'auto_refund_limit']);

/** The facts of the case, each of which may be changed by hand or made missing. */
export function FactsEditor({ trying }: { trying: Trying }) {
  const t = useTexts('draft');
  const changed = trying.facts !== trying.original;
  return (
    <section className="facts-editor">
      <h3>
        {t('try.facts')}
        {changed ? (
          <Button type="link" size="small" onClick={trying.reset}>
            {t('try.reset')}
          </Button>
        ) : null}
      </h3>
      {trying.source?.kind === 'case' ? <p className="faint">{t('try.windowNote')}</p> : null}
      {factGroups.map((group) => (
        <div key={group} className="facts-group">
          <h4 className="faint">{t(`group.${group}`)}</h4>
          {factNames
            .filter((fact) => entryOf(fact).group === group && !ofThePolicy.has(fact))
            .map((fact) => (
              <FactLine key={fact} fact={fact} trying={trying} />
            ))}
        </div>
      ))}
    </section>
  );
}

function FactLine({ fact, trying }: { fact: FactName; trying: Trying }) {
  const t = useTexts('draft');
  const words = useWords();
  const side = useSide();
  const value = trying.facts[fact];
  const changed = JSON.stringify(value) !== JSON.stringify(trying.original[fact]);
  const set = (next: PlainValue | undefined) => trying.setFact(fact, next);
  return (
    <div className={`fact-line${changed ? ' changed' : ''}`}>
      <span className="fact-label" title={entryOf(fact).meaning[side]}>
        {words('fact', fact)}
        {changed ? <small className="amber"> {t('try.changed')}</small> : null}
      </span>
      {value === undefined ? (
        <Button size="small" type="dashed" onClick={() => set(startOf(fact))}>
          {t('try.missing')} · {t('try.set')}
        </Button>
      ) : (
        <FactField fact={fact} value={value} onChange={set} />
      )}
      {value !== undefined && entryOf(fact).missing ? (
        <Tooltip title={t('try.clear')}>
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined />}
            aria-label={t('try.clear')}
            onClick={() => set(undefined)}
          />
        </Tooltip>
      ) : null}
    </div>
  );
}

function startOf(fact: FactName): PlainValue {
  const { type, values } = entryOf(fact);
  if (type === 'bool') return true;
  if (type === 'int') return 0;
  return type === 'string' ? (values?.[0] ?? '') : [];
}

type FieldProps = { fact: FactName; value: unknown; onChange: (value: PlainValue) => void };

function FactField({ fact, value, onChange }: FieldProps) {
  const words = useWords();
  const say = useFactValue();
  const { options, open } = useValueOptions(fact);
  const label = words('fact', fact);
  switch (entryOf(fact).type) {
    case 'bool':
      return (
        <Select
          size="small"
          aria-label={label}
          value={value === true}
          options={[true, false].map((is) => ({ value: is, label: say(fact, is) }))}
          onChange={onChange}
        />
      );
    case 'int':
      return (
        <NumberField
          fact={fact}
          label={label}
          value={typeof value === 'number' ? BigInt(value) : 0n}
          onChange={(n) => onChange(Number(n))}
        />
      );
    case 'string':
      return (
        <Select
          size="small"
          aria-label={label}
          value={String(value)}
          options={open && !options.some((one) => one.value === value) ? [...options, ownOption(value)] : options}
          onChange={onChange}
        />
      );
    case 'list<string>':
      return (
        <Select
          size="small"
          mode={open ? 'tags' : 'multiple'}
          aria-label={label}
          value={Array.isArray(value) ? value.map(String) : []}
          options={options}
          optionFilterProp="label"
          onChange={onChange}
        />
      );
  }
}

const ownOption = (value: unknown) => ({ value: String(value), label: String(value) });
