import { Select, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import {
  entryOf,
  type FactGroup,
  type FactName,
  factNames,
  isFactName,
} from '../../../domain/policy/fact-catalogue.ts';
import { useTexts } from '../locales/texts.ts';
import { useSide } from './use-rule-words.ts';

export const factGroups = [
  'request',
  'evidence',
  'amount',
  'order',
  'buyer',
  'parcel',
  'line',
  'clock',
] as const satisfies readonly FactGroup[];

type Props = {
  value: FactName | null;
  label: string;
  placeholder?: ReactNode;
  /** Those to choose from; all where it is left out. */
  among?: readonly FactName[];
  onChange: (fact: FactName) => void;
};

/** A fact, by group, found by its name in either language or in the expression; what it means is in the tooltip. */
export function FactPicker({ value, label, placeholder, among = factNames, onChange }: Props) {
  const t = useTexts('draft');
  const side = useSide();
  const groups = factGroups.map((group) => ({
    label: t(`group.${group}`),
    options: among
      .filter((fact) => entryOf(fact).group === group)
      .map((fact) => ({ value: fact, label: <FactOption fact={fact} /> })),
  }));
  return (
    <Tooltip title={value ? entryOf(value).meaning[side] : undefined} placement="topLeft" mouseEnterDelay={0.4}>
      <Select<FactName>
        showSearch={{
          filterOption: (typed, option) => typeof option?.value === 'string' && matches(option.value, typed),
        }}
        className="fact-picker"
        aria-label={label}
        value={value}
        placeholder={placeholder}
        options={groups.filter(({ options }) => options.length > 0)}
        popupMatchSelectWidth={320}
        onChange={onChange}
      />
    </Tooltip>
  );
}

function matches(fact: string, typed: string): boolean {
  if (!isFactName(fact)) return false;
  const { name, meaning } = entryOf(fact);
  const sought = typed.trim().toLowerCase();
  return [fact, name.zh, name.en, meaning.zh, meaning.en].some((text) => text.toLowerCase().includes(sought));
}

function FactOption({ fact }: { fact: FactName }) {
  const t = useTexts('draft');
  const side = useSide();
  const { name, meaning, missing } = entryOf(fact);
  const when = missing ? t('missingWhen', { when: missing[side] }) : '';
  return (
    <span className="fact-name" title={[meaning[side], when, fact].filter(Boolean).join('\n')}>
      {name[side]}
      <small className="faint">{meaning[side]}</small>
    </span>
  );
}
