import type { ReactNode } from 'react';
import { Failed, Waiting } from './blank.tsx';
import { LoadMore } from './load-more.tsx';
import type { usePages } from './use-api.ts';

type Props<Row> = {
  pages: ReturnType<typeof usePages<Row>>;
  /** What stands in the place of an empty list. */
  blank: ReactNode;
  children: (rows: Row[]) => ReactNode;
};

/** A list that pages by key, in each of its states: on its way, failed, empty, there. */
export function Listing<Row>({ pages, blank, children }: Props<Row>) {
  if (pages.error && pages.rows.length === 0) return <Failed error={pages.error} retry={pages.refetch} />;
  if (pages.isPending) return <Waiting rows={10} />;
  if (pages.rows.length === 0) return blank;
  return (
    <>
      {children(pages.rows)}
      <LoadMore pages={pages} count={pages.rows.length} />
    </>
  );
}
