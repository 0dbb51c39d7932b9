import { z } from 'zod';
import { fileId, instant, moneyView, pageQuery, rmaId, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { goodsTerm, offerId } from './offers.ts';

const params = z.object({ rmaId });

export const myThread = endpoint({
  method: 'GET',
  path: '/api/portal/rmas/:rmaId/messages',
  access: 'portal',
  tag: 'portal',
  summary: 'What was said about the return, the newest first, and the shop’s open offer.',
  params,
  query: z.object(pageQuery),
  reply: z.object({
    rows: z.array(
      z.object({ id: z.string(), mine: z.boolean(), body: z.string(), pictures: z.array(fileId), writtenAt: instant }),
    ),
    next: z.string().nullable(),
    offer: z
      .object({
        id: offerId,
        amount: moneyView,
        goods: goodsTerm,
        validUntil: instant,
        /** What goes back if the offer is declined; null where that cannot be said yet. */
        otherwise: moneyView.nullable(),
        /** False where the platform's own page takes the answer. */
        canAnswer: z.boolean(),
      })
      .nullable(),
  }),
});

const done = z.object({ ok: z.literal(true) });

export const writeToShop = endpoint({
  method: 'POST',
  path: '/api/portal/rmas/:rmaId/messages',
  access: 'portal',
  tag: 'portal',
  budget: 'portal_message',
  summary: 'The buyer writes to the shop, with pictures if he likes.',
  params,
  body: z.strictObject({ body: text(1_000), pictures: z.array(fileId).max(9).default([]) }),
  reply: done,
});

const answer = (name: 'accept' | 'decline', summary: string) =>
  endpoint({
    method: 'POST',
    path: `/api/portal/rmas/:rmaId/offers/:offerId/${name}`,
    access: 'portal',
    tag: 'portal',
    summary,
    params: z.object({ rmaId, offerId }),
    body: z.strictObject({}),
    reply: done,
  });

export const acceptMyOffer = answer('accept', 'The buyer takes what the shop offers, in place of what he asked for.');
export const declineMyOffer = answer('decline', 'The buyer does not; his request stands as it was.');
