const tabs: Record<string, string> = {
  transfer: 'balances',
  count: 'counts',
  repair: 'repairs',
  vendor_return: 'vendor-returns',
};

/** Where a document of the warehouse is shown. */
export const documentAddress = ({
  documentId,
  documentKind,
}: {
  documentId: string | null;
  documentKind: string | null;
}): string => `/stock?tab=${tabs[documentKind ?? ''] ?? 'balances'}&document=${documentId ?? ''}`;
