import { useEffect, useState } from 'react';
import { useWords } from '../words/words.tsx';

const SHOWN_MS = 2_000;

/** Absent where the browser gives no clipboard, which is so on plain http; the text itself can be selected there. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { words } = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  if (!navigator.clipboard) return null;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" className="button quiet" onClick={copy} aria-live="polite">
      {copied ? words.shared.copied : label}
    </button>
  );
}
