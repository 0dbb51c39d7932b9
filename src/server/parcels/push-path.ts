/** Where a courier service pushes to. The merchant stands in the address. */
export const pushPath = (vendor: string, merchantId: string): string => `/hooks/${vendor}/${merchantId}`;
