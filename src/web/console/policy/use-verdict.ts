import { useEffect, useRef, useState } from 'react';
import type { Content } from './content.ts';
import type { Verdict } from './verdict.ts';

const AFTER_TYPING_MS = 250;

export type Checked = { state: 'checking' | 'done' | 'failed'; verdict: Verdict | null };

/** What is wrong with what is being edited, found in a thread of its own. The last finding stays until the next. */
export function useVerdict(content: Content): Checked {
  const [checked, setChecked] = useState<Checked & { of: Content | null }>({
    state: 'checking',
    verdict: null,
    of: null,
  });
  const worker = useRef<Worker | null>(null);
  const asked = useRef<{ n: number; content: Content | null }>({ n: 0, content: null });

  useEffect(() => {
    const started = new Worker(new URL('./verdict-worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    started.onmessage = ({ data }: MessageEvent<{ n: number; verdict: Verdict }>) => {
      if (data.n !== asked.current.n) return;
      setChecked({ state: 'done', verdict: data.verdict, of: asked.current.content });
    };
    started.onerror = () => setChecked({ state: 'failed', verdict: null, of: null });
    return () => {
      worker.current = null;
      started.terminate();
    };
  }, []);

  useEffect(() => {
    const timer = setTimeout(() => {
      asked.current = { n: asked.current.n + 1, content };
      worker.current?.postMessage({ n: asked.current.n, content });
    }, AFTER_TYPING_MS);
    return () => clearTimeout(timer);
  }, [content]);

  if (checked.state === 'failed') return checked;
  return { verdict: checked.verdict, state: checked.of === content ? 'done' : 'checking' };
}
