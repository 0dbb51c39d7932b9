import { sql } from 'kysely';
import type { AccountCheck } from '../../connectors/payment/port.ts';
import type { PaymentView } from '../../contract/payments.ts';
import { never } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { noticePath } from '../shops/shops.ts';

type Row = {
  vendor: string;
  settings: Record<string, string>;
  hook_key: string | null;
  other_role: 'next' | 'previous' | null;
  other_settings: Record<string, string> | null;
};

/** Every gateway there is, with what the merchant has connected. Secrets stay where they are. */
export async function readPayments(app: App, merchantId: MerchantId): Promise<PaymentView[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Row>`select vendor, settings, hook_key, other_role, other_settings from connection
      where merchant_id = ${merchantId} and kind = 'payment'`.execute(tx),
  );
  return app.shops.payments.map(({ id, label, fields, noticeAddress }): PaymentView => {
    const row = rows.find(({ vendor }) => vendor === id);
    return {
      id,
      label,
      fields: [...fields],
      noticeAddress,
      connection: row
        ? {
            settings: row.settings,
            noticeUrl: `${app.config.publicUrl}${noticePath(id, merchantId, row.hook_key ?? '')}`,
            other: row.other_role && row.other_settings ? { role: row.other_role, settings: row.other_settings } : null,
          }
        : null,
    };
  });
}

export const checkReply = (checked: AccountCheck): { outcome: AccountCheck['kind']; message: string } => {
  switch (checked.kind) {
    case 'works':
      return { outcome: 'works', message: '' };
    case 'refused':
      return { outcome: 'refused', message: checked.message };
    case 'unknown':
      return { outcome: 'unknown', message: checked.cause };
    default:
      return never(checked);
  }
};
