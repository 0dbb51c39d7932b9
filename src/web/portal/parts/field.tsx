import { type InputHTMLAttributes, useId } from 'react';

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & {
  label: string;
  hint: string;
  /** What is wrong with the value, or nothing. */
  fault: string | null;
};

/** An input with its label above, a hint below, and the fault in the place of the hint. */
export function Field({ label, hint, fault, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input {...input} id={id} aria-invalid={fault !== null} aria-describedby={`${id}-below`} />
      <p id={`${id}-below`} className={fault ? 'field-fault' : 'field-hint'} aria-live="polite">
        {fault ?? hint}
      </p>
    </div>
  );
}
