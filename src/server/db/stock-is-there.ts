import { z } from 'zod';

/** What the trigger of the balances says when more would leave a place than is there. */
const refusal = z.object({
  code: z.literal('23514'),
  constraint: z.literal('stock_is_there'),
  detail: z.string(),
});
const place = z.object({
  sku: z.string(),
  location: z.string(),
  condition: z.string(),
  available: z.number(),
});

export type NotThere = { code: 'stock_is_not_there' } & z.infer<typeof place>;

/** The refusal that the database itself has spoken, where a command did not foresee it; undefined for any other error. */
export function notThere(error: unknown): NotThere | undefined {
  const said = refusal.safeParse(error);
  if (!said.success) return undefined;
  const found = place.safeParse(JSON.parse(said.data.detail));
  return found.success ? { code: 'stock_is_not_there', ...found.data } : undefined;
}
