import { maskedName, maskedPhone } from '../masked.ts';

/** Shopify hands out the receiver in clear. Of the order only what the query names comes in, and this part of it is masked. */
export function withoutPersonalData(order: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { shippingAddress: address, ...rest } = order;
  if (typeof address !== 'object' || address === null) return rest;
  const field = (name: string): string | undefined => {
    const value: unknown = Object.entries(address).find(([key]) => key === name)?.[1];
    return typeof value === 'string' ? value : undefined;
  };
  const masked = { name: maskedName(field('name')), phone: maskedPhone(field('phone')) };
  return { ...rest, shippingAddress: Object.fromEntries(Object.entries(masked).filter(([, value]) => value)) };
}
