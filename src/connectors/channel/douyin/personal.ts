import { maskedName, maskedPhone } from '../masked.ts';

/**
 * Receivers come as a cipher (`post_tel`, `encrypt_post_tel`) and masked (`mask_post_tel`). Only the masked name and
 * phone stay, at whatever depth they stand; addresses, identity cards and coordinates are of no use to a return.
 */
const dropped: ReadonlySet<string> = new Set([
  'post_tel',
  'post_tel_sec',
  'post_receiver',
  'post_addr',
  'post_address',
  'mask_post_addr',
  'user_id_info',
  'user_coordinate',
  'account_list',
  'contract_info',
  'channel_payment_no',
]);

/** Should a plain value slip through in a masked field, it is masked here, before the document is kept anywhere. */
const masks: Readonly<Record<string, (text: string) => string | undefined>> = {
  mask_post_receiver: maskedName,
  mask_post_tel: maskedPhone,
};

export function withoutPersonalData(document: unknown): unknown {
  if (Array.isArray(document)) return document.map(withoutPersonalData);
  if (typeof document !== 'object' || document === null) return document;
  const kept = Object.entries(document)
    .filter(([name]) => !dropped.has(name) && !name.startsWith('encrypt_'))
    .map(([name, value]) => {
      const mask = masks[name];
      return [name, mask && typeof value === 'string' ? mask(value) : withoutPersonalData(value)];
    });
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}
