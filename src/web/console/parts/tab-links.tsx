import { Link, useSearchParams } from 'react-router';

type Props = {
  label: string;
  current: string;
  /** The name in the address that a tab sets. */
  param: string;
  tabs: readonly { key: string; name: string }[];
};

/** Tabs that are links: the address says which one is open. */
export function TabLinks({ label, current, param, tabs }: Props) {
  const [params] = useSearchParams();
  const addressOf = (key: string): string => {
    const next = new URLSearchParams(params);
    next.set(param, key);
    return `?${next}`;
  };
  return (
    <nav className="lanes plain" aria-label={label}>
      {tabs.map(({ key, name }) => (
        <Link key={key} to={addressOf(key)} className="lane" aria-current={key === current ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
