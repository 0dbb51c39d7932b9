import { z } from 'zod';
import type { permissions } from '../domain/people/permissions.ts';
import { bulkVerdict } from './bulk-review.ts';
import { fileId, idOf, instant, moneyInput, moneyView, pageOf, pageQuery, rmaId, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { explanationRow } from './explanation.ts';
import { goodsTerm, offerId, platformReason } from './offers.ts';
import { rmaView } from './returns.ts';

export const messageId = idOf('msg');
const params = z.object({ rmaId });

export const threadMessage = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  via: z.enum(['portal', 'platform', 'note']),
  author: z.object({ kind: z.enum(['buyer', 'staff', 'api_key', 'platform', 'system']), name: z.string() }),
  body: z.string(),
  pictures: z.array(fileId),
  /** Pictures that stand at the platform only. */
  picturesElsewhere: z.int(),
  state: z.enum(['received', 'noted', 'pending', 'sent', 'failed', 'unknown']),
  /** Why it failed, or why nobody knows whether it was sent. */
  cause: z.string().nullable(),
  writtenAt: instant,
});
export type ThreadMessage = z.infer<typeof threadMessage>;

/** A way to the buyer, and what a message on it must be like. */
const way = z.object({
  via: z.enum(['portal', 'platform']),
  maxBytes: z.int(),
  picture: z.enum(['needed', 'possible', 'none']),
  mostPictures: z.int(),
  /** The channel lets us read what its buyer writes. */
  readable: z.boolean(),
});

export const getThread = endpoint({
  method: 'GET',
  path: '/api/rmas/:rmaId/messages',
  access: 'rma:read',
  tag: 'negotiation',
  summary:
    'What was said about a return, the newest first, with the ways to the buyer and the words templates leave open.',
  params,
  query: z.object(pageQuery),
  reply: pageOf(threadMessage).extend({
    /** None where the channel takes no messages from a program: the buyer is written to in its own console. */
    ways: z.array(way),
    values: z.record(z.string(), z.string()),
  }),
});

const act = <const Body extends z.ZodType>(
  name: string,
  access: (typeof permissions)[number],
  summary: string,
  body: Body,
) =>
  endpoint({
    method: 'POST',
    path: `/api/rmas/:rmaId/${name}`,
    access,
    tag: 'negotiation',
    summary,
    params,
    body,
    reply: rmaView,
    mayBeMinimal: true,
  });

const nothing = z.strictObject({});

export const sendMessage = act(
  'messages',
  'rma:review',
  'Writes to the buyer, or a note for colleagues. Words that the law or the platforms forbid are refused, with their places.',
  z.strictObject({
    via: z.enum(['portal', 'platform', 'note']),
    body: text(2_000),
    pictures: z.array(fileId).max(9).default([]),
  }),
);

const onMessage = (name: string, summary: string) =>
  endpoint({
    method: 'POST',
    path: `/api/rmas/:rmaId/messages/:messageId/${name}`,
    access: 'rma:review',
    tag: 'negotiation',
    summary,
    params: z.object({ rmaId, messageId }),
    body: nothing,
    reply: rmaView,
    mayBeMinimal: true,
  });

export const resendMessage = onMessage(
  'resend',
  'Sends a message again that failed, or of which nobody knows: only after a look at the platform.',
);

export const acknowledgeMessages = act('acknowledge', 'rma:review', 'The buyer’s last words need no answer.', nothing);

export const pullMessages = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/messages/pull',
  access: 'rma:review',
  tag: 'negotiation',
  summary: 'Asks the channel for what its buyer has written; the answer comes into the thread.',
  params,
  body: nothing,
  reply: z.object({ asked: z.boolean() }),
});

const offered = { amount: moneyInput, goods: goodsTerm };
const journalLine = z.object({
  account: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  debit: moneyView,
  credit: moneyView,
});

export const previewOffer = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/offers/preview',
  access: 'rma:review',
  tag: 'negotiation',
  summary:
    'What an offer leads to if the buyer says yes: what goes back and why, and what the books say. Nothing is kept.',
  params,
  body: z.strictObject(offered),
  reply: z.object({
    entitled: moneyView.nullable(),
    total: moneyView,
    rows: z.array(explanationRow),
    entries: z.array(z.object({ kind: z.string(), lines: z.array(journalLine) })),
    /** Less than the buyer is entitled to: it needs his own yes. */
    belowEntitled: z.boolean(),
  }),
});

export const makeOffer = act(
  'offers',
  'rma:review',
  'Offers another sum. The request stands as it is until the buyer accepts; one offer is open at a time.',
  z.strictObject({ ...offered, validHours: z.int().min(1).max(720) }),
);

const onOffer = <const Body extends z.ZodType>(name: string, summary: string, body: Body) =>
  endpoint({
    method: 'POST',
    path: `/api/rmas/:rmaId/offers/:offerId/${name}`,
    access: 'rma:review',
    tag: 'negotiation',
    summary,
    params: z.object({ rmaId, offerId }),
    body,
    reply: rmaView,
    mayBeMinimal: true,
  });

export const withdrawOffer = onOffer('withdraw', 'Takes an open offer back.', nothing);
export const declineOffer = onOffer(
  'decline',
  'Records that the buyer said no: his request stands as it was.',
  nothing,
);
export const acceptOffer = onOffer(
  'accept',
  'Records that the buyer said yes, in a message of his that is named.',
  z.strictObject({ messageId }),
);

const says = { zh: z.string(), en: z.string() };

export const refusalReasons = endpoint({
  method: 'GET',
  path: '/api/rmas/:rmaId/refusal-reasons',
  access: 'rma:review',
  tag: 'negotiation',
  summary: 'The grounds to refuse a request: ours with their articles, and the platform’s own where it has a list.',
  params,
  reply: z.object({
    own: z.array(z.object({ code: z.string(), ...says, article: z.string().nullable() })),
    platform: z
      .object({
        /** False: the platform lets no program refuse; it is done in its own console. */
        refuses: z.boolean(),
        proof: z.enum(['needed', 'possible', 'none']),
        reasons: z.array(platformReason),
        /** Why the list could not be read. */
        problem: z.string().nullable(),
      })
      .nullable(),
  }),
});

const again = { platformReason: platformReason.optional(), proof: fileId.optional() };

export const tellAgain = act(
  'tell-again',
  'rma:review',
  'Tells the platform once more what was decided, for the version of its document that is known now.',
  z.strictObject(again),
);

export const bulkTellAgain = endpoint({
  method: 'POST',
  path: '/api/rmas/bulk-tell-again',
  access: 'rma:review',
  tag: 'negotiation',
  summary: 'Tells the platforms of up to 100 returns once more, each on its own; the answer has a verdict per row.',
  body: z.strictObject({ rmaIds: z.array(rmaId).min(1).max(100) }),
  reply: z.object({ verdicts: z.array(bulkVerdict) }),
});
