import { present } from '../../src/domain/assert.ts';
import type { LocalDate } from '../../src/domain/time.ts';
import { gbkOf } from '../../src/simulators/zip.ts';
import type { Harness } from './app-harness.ts';
import type { Rma } from './returns-desk.ts';
import { asOwner } from './test-postgres.ts';

type Looked = {
  code?: string;
  columns: string[];
  missing: string[];
  reading: { errorCount: number; errors: object[] } | null;
  takenAt: string | null;
};
type Taken = {
  code?: string;
  rejection?: object;
  isNew?: boolean;
  open?: number;
  upload?: { lines: number; takenAt: string };
};

type Days = { from: LocalDate; to: LocalDate; shopId?: string };

/** As the exports of Chinese platforms are written. */
export const gbk = (text: string): Buffer => gbkOf(text);

/** Bills of platforms as people bring them. */
export function billDesk(harness: Harness) {
  const { call, keyWith, server } = harness;
  const send = async <Reply>(path: string, file: string | Buffer, key?: string) => {
    const boundary = '----bill';
    const payload = Buffer.concat([
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="bill.csv"\r\n\r\n`),
      Buffer.from(file),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const answer = await server.inject({
      method: 'POST',
      url: path,
      payload,
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'x-api-key': key ?? (await keyWith(['ledger:read', 'ledger:post'])),
      },
    });
    // The contract's own check of every reply has looked at it.
    return { status: answer.statusCode, body: answer.json() as Reply };
  };
  return {
    map: (vendor: string, mapping: object) => call('PUT', `/api/matching/sources/${vendor}`, { mapping }),
    look: (vendor: string, file: string | Buffer) => send<Looked>(`/api/matching/sources/${vendor}/look`, file),
    take: (vendor: string, file: string | Buffer, { from, to, shopId }: Days, key?: string) =>
      send<Taken>(
        `/api/matching/sources/${vendor}/bills?from=${from}&to=${to}${shopId ? `&shopId=${shopId}` : ''}`,
        file,
        key,
      ),
    /** These refunds were paid by another account, at noon of a day. Their payments' numbers. */
    moved: async (rmas: readonly Rma[], { method, day }: { method: string; day: LocalDate }): Promise<string[]> => {
      const trades: string[] = [];
      for (const rma of rmas) {
        const refund = present(rma.refunds[0], 'a refund').id;
        const trade = `PDD-${refund.slice(-8)}`;
        trades.push(trade);
        await asOwner(
          harness.databaseUrl,
          `alter table refund no force row level security; alter table order_payment no force row level security;
           update order_payment p set method = '${method}', trade_number = '${trade}' from refund r
             where r.refund_id = '${refund}' and p.payment_id = r.payment_id and p.order_id = r.order_id;
           update refund set method = '${method}', trade_number = '${trade}', settled_at = '${day}T04:00:00Z'
             where refund_id = '${refund}';
           alter table refund force row level security; alter table order_payment force row level security`,
        );
      }
      return trades;
    },
  };
}
