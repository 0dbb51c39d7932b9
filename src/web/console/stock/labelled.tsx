import type { ReactNode } from 'react';

/** A field with its name above it, which stays when something is typed. */
export const Labelled = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="stock-label">
    {name}
    {children}
  </div>
);
