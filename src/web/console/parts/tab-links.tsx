import { useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';

type Props = {
  label: string;
  current: string;
  /** The name in the address that a tab sets. */
  param: string;
  /** Names in the address that mean something in one tab only. */
  forget?: readonly string[];
  tabs: readonly { key: string; name: string }[];
};

/** Tabs that are links: the address says which one is open. */
export function TabLinks({ label, current, param, tabs, forget = [] }: Props) {
  const [params] = useSearchParams();
  const bar = useRef<HTMLElement>(null);
  // On a phone the open tab may lie beyond the edge.
  useEffect(() => {
    const open = bar.current?.querySelector(`[data-tab="${current}"]`);
    if (!bar.current || !open) return;
    const [all, one] = [bar.current.getBoundingClientRect(), open.getBoundingClientRect()];
    bar.current.scrollLeft += one.left - all.left - (all.width - one.width) / 2;
  }, [current]);
  const addressOf = (key: string): string => {
    const next = new URLSearchParams(params);
    for (const name of forget) next.delete(name);
    next.set(param, key);
    return `?${next}`;
  };
  return (
    <nav ref={bar} className="lanes plain" aria-label={label}>
      {tabs.map(({ key, name }) => (
        <Link
          key={key}
          to={addressOf(key)}
          className="lane"
          data-tab={key}
          aria-current={key === current ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
