import { sql } from 'kysely';
import type { CourierView } from '../../contract/couriers.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { pushPath } from '../parcels/push-path.ts';

type Row = { vendor: string; settings: Record<string, string>; follow_order: number | null };

/** Every courier service there is, with what the merchant has connected. Secrets stay where they are. */
export async function readCouriers(app: App, merchantId: MerchantId): Promise<CourierView[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Row>`select vendor, settings, follow_order from connection
      where merchant_id = ${merchantId} and kind = 'courier'`.execute(tx),
  );
  return Promise.all(
    app.shops.couriers.map(async ({ id, label, fields, addressSecret }): Promise<CourierView> => {
      const row = rows.find(({ vendor }) => vendor === id);
      const port = row && (await app.shops.courier(merchantId, id));
      return {
        id,
        label,
        fields: [...fields],
        connection:
          row && port
            ? {
                settings: row.settings,
                followOrder: row.follow_order,
                capabilities: port.capabilities,
                pushAddress: `${app.config.publicUrl}${pushPath(id, merchantId)}${addressSecret ? '?key=' : ''}`,
                addressSecret: addressSecret ?? null,
              }
            : null,
      };
    }),
  );
}
