import { useQueryClient } from '@tanstack/react-query';
import { getBuyer, getBuyerFigures, listBuyers } from '../../../contract/buyers.ts';

/** What shows the lists of a buyer is read again after one has changed. */
export function useListingChanged(): () => void {
  const queries = useQueryClient();
  return () => {
    for (const { path } of [getBuyer, getBuyerFigures, listBuyers]) {
      void queries.invalidateQueries({ queryKey: [path] });
    }
  };
}
