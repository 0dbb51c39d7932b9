/**
 * Of the receiver the platform sends a cipher (in some statuses even plain text) and a masked twin. Only what is masked
 * is kept. A buyer's note may hold anything, and nobody here reads it.
 */
const kept = new Set(['receiver_name_mask', 'receiver_phone_mask']);
const personal = /^(receiver_|address|open_address|id_card|card_info_list$|buyer_memo$)|^merchant_exchange_detail_/;

export function withoutPersonalData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPersonalData);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([name, field]) =>
    kept.has(name) ? typeof field === 'string' && field.includes('*') : !personal.test(name),
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutPersonalData(field)]));
}
