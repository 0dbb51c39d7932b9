/** The platform reads and writes an after-sale only under both of its numbers, so our external id carries both. */
export type RefundKey = { afterSalesId: string; orderSn: string };

/** `7381745730@260115-339507978993455` */
export const externalIdOf = ({ afterSalesId, orderSn }: RefundKey): string => `${afterSalesId}@${orderSn}`;

export function refundKeyOf(externalId: string): RefundKey | undefined {
  const parts = /^(\d+)@([^@]+)$/.exec(externalId);
  return parts?.[1] && parts[2] ? { afterSalesId: parts[1], orderSn: parts[2] } : undefined;
}
