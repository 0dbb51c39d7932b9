import { type ReactNode, useEffect, useRef } from 'react';
import { useWords } from '../words/words.tsx';

let firstScreen = true;

/** One question. Its title takes the focus, so that a screen reader says where one has come. */
export function Screen({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const { words } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${words.shared.appName}`;
  }, [title, words]);
  useEffect(() => {
    // The first screen leaves the focus at the top of the page, where a browser puts it.
    if (!firstScreen) {
      scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    firstScreen = false;
  }, []);
  return (
    <main className="screen">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead ? <p className="lead">{lead}</p> : null}
      {children}
    </main>
  );
}
