import { sql } from 'kysely';

/**
 * Differences that keep a month from being closed: of its days or of earlier ones. Goods are no question of a statement.
 */
export const keepsOpen = (
  period: string,
) => sql`d.state = 'open' and d.day < (${`${period}-01`}::date + interval '1 month')::date
  and d.kind not in ('refund_without_receipt', 'receipt_without_refund')`;
