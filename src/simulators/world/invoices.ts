import { z } from 'zod';
import { isoText } from '../clock.ts';
import { type Buyer, orderNumber } from './buyer.ts';
import { randomOf } from './random.ts';
import { anything } from './shapes.ts';
import type { World } from './world.ts';

const invoices = z.object({
  rows: z.array(
    z.object({
      number: z.string(),
      lines: z.array(
        z.object({ number: z.int(), gross: z.object({ minor: z.string() }), tax: z.object({ minor: z.string() }) }),
      ),
    }),
  ),
});
const redPage = z.object({ rows: z.array(z.object({ id: z.string() })) });

const HOUR_MS = 3_600_000;
/** So many wait before the night shift applies for some. */
const LEFT_TO_VISITOR = 6;

/** Every third buyer wants an invoice; some are companies, and some of those have booked it by the time goods come back. */
export const wantsInvoice = ({ n }: Buyer): boolean => n % 3 === 0;

/** The shop tells the ERP of an invoice, and the tax platform has it. */
export async function issueInvoice(world: World, buyer: Buyer, orderId: string): Promise<void> {
  const { invoicing } = world;
  if (!invoicing) return;
  const isCompany = buyer.n % 6 === 0;
  const booked = isCompany && buyer.n % 12 === 0;
  const buyerKind = isCompany ? 'company' : 'person';
  const number = `2633${orderNumber(buyer).replaceAll(/\D/g, '').padStart(16, '0').slice(-16)}`;
  const issuedOn = isoText(buyer.paidAt ?? buyer.placedAt).slice(0, 10);
  const path = `/api/orders/${orderId}/invoices`;
  const body = { number, issuedOn, buyerKind, booked: isCompany ? booked : null };
  const recorded = await world.guilai({ method: 'POST', path, body, shape: anything });
  if (!recorded.ok) return;
  const known = await world.guilai({ path, shape: invoices });
  const invoice = known.ok ? known.value.rows.find((row) => row.number === number) : undefined;
  if (!invoice) return;
  const lines = invoice.lines.map(({ number: of, gross, tax }) => ({
    number: of,
    net: String(BigInt(gross.minor) - BigInt(tax.minor)),
    tax: tax.minor,
  }));
  const random = randomOf(world.seed, 'invoice', number);
  const answer = random.chance(0.6) ? 'confirm' : random.chance(0.5) ? 'deny' : undefined;
  await invoicing({
    method: 'POST',
    path: '/__sim/blue-invoices',
    body: { number, buyerKind, booked, lines, ...(answer ? { answer, answerAfterMs: HOUR_MS } : {}) },
    shape: anything,
  });
}

/** The accountant applies for the oldest ones; the rest is left to the visitor. */
export async function applyForRedInvoices(world: World): Promise<void> {
  if (!world.invoicing) return;
  const page = await world.guilai({ path: '/api/red-invoices?state=due&limit=50', shape: redPage });
  const ripe = page.ok ? page.value.rows.slice(0, -LEFT_TO_VISITOR) : [];
  if (ripe.length === 0) return;
  const redIds = ripe.slice(0, 2).map(({ id }) => id);
  await world.guilai({ method: 'POST', path: '/api/red-invoices/apply', body: { redIds }, shape: anything });
}
