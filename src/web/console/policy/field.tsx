import type { ReactNode } from 'react';

type Props = { name: string; label: string; wrong?: boolean; hint?: string; children: ReactNode };

/** A field of a row that the list of problems can lead to by its name. The control carries the same label. */
export const Field = ({ name, label, wrong = false, hint, children }: Props) => (
  <div className={`field${wrong ? ' wrong' : ''}`} data-field={name}>
    <span>{label}</span>
    {children}
    {hint ? <small className="faint">{hint}</small> : null}
  </div>
);
