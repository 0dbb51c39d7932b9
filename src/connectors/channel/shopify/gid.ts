/** Shopify names a thing `gid://shopify/Order/450789469`; pushes and the shop's own pages know it by the number alone. */
export const gid = (type: 'Order' | 'Return', id: string): string => `gid://shopify/${type}/${id}`;

/** The number at the end of a global id. */
export const numberOf = (id: string): string => /\/(\d+)(?:\?.*)?$/.exec(id)?.[1] ?? id;
