/** How many units of a line, where it is more than one. */
export function Stepper(props: { label: string; value: number; max: number; onChange: (value: number) => void }) {
  const { label, value, max, onChange } = props;
  if (max === 1) return null;
  return (
    <div className="stepper">
      <span>{label}</span>
      <button type="button" aria-label={`${label} −1`} disabled={value <= 1} onClick={() => onChange(value - 1)}>
        −
      </button>
      <output>
        {value} / {max}
      </output>
      <button type="button" aria-label={`${label} +1`} disabled={value >= max} onClick={() => onChange(value + 1)}>
        +
      </button>
    </div>
  );
}
