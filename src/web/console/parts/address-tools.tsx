import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useAddress } from './use-address.ts';

/** A search box whose words stand in the address as `q`. */
export function SearchTool({ label }: { label: string }) {
  const { get, change } = useAddress();
  const asked = get('q') ?? '';
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  return (
    <Input.Search
      allowClear
      className="tool-search"
      placeholder={label}
      aria-label={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(value) => change({ q: value.trim() })}
    />
  );
}

type SelectProps = { name: string; label: string; options: { value: string; label: string }[]; className?: string };

/** A choice that stands in the address under `name`. */
export function SelectTool({ name, label, options, className = 'tool-select' }: SelectProps) {
  const { get, change } = useAddress();
  return (
    <Select
      allowClear
      className={className}
      placeholder={label}
      aria-label={label}
      value={get(name) ?? null}
      options={options}
      popupMatchSelectWidth={false}
      onChange={(value: string | null | undefined) => change({ [name]: value })}
    />
  );
}
