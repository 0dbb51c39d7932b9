import { useQueryClient } from '@tanstack/react-query';
import { listStock } from '../../../contract/back-office.ts';
import { listStockDocuments, listWaiting } from '../../../contract/stock-documents.ts';
import { listToVendor, listVendors } from '../../../contract/vendor-returns.ts';
import { useAddress } from '../parts/use-address.ts';

/** The document that the address names, and what to read anew when one has changed. */
export function useDocument(path: string) {
  const { get, change } = useAddress();
  const queries = useQueryClient();
  const id = get('document');
  return {
    id: id?.startsWith('sdo_') ? id : undefined,
    open: (document: string | null) => change({ document }),
    changed: (document: { id: string }) => {
      queries.setQueryData([path, { documentId: document.id }, null], document);
      for (const list of [listStockDocuments, listStock, listWaiting, listToVendor, listVendors]) {
        void queries.invalidateQueries({ queryKey: [list.path] });
      }
    },
  };
}
