import type { ReactNode } from 'react';

/** A screen: its name as a heading, what can be done with it at the right, and its content. */
export function Page(props: { title: ReactNode; note?: ReactNode; tools?: ReactNode; children: ReactNode }) {
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          <h1>{props.title}</h1>
          {props.note ? <p>{props.note}</p> : null}
        </div>
        {props.tools ? <div className="page-tools">{props.tools}</div> : null}
      </header>
      {props.children}
    </div>
  );
}

export const Panel = (props: { title?: ReactNode; tools?: ReactNode; children: ReactNode; className?: string }) => (
  <section className={`panel ${props.className ?? ''}`}>
    {props.title ? (
      <header className="panel-head">
        <h2>{props.title}</h2>
        {props.tools}
      </header>
    ) : null}
    <div className="panel-body">{props.children}</div>
  </section>
);
