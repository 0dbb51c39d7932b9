/** Whose steps and whose snapshot: nobody works under another's name, or on another merchant's goods. */
export const ownerOf = ({
  merchant,
  principal,
}: {
  merchant: { merchantId: string };
  principal: { id: string };
}): string => `${merchant.merchantId}|${principal.id}`;
