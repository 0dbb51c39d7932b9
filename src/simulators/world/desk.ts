import { z } from 'zod';
import type { Answer } from './http.ts';
import type { Case } from './memory.ts';
import { photoForm } from './photo.ts';
import type { Random } from './random.ts';
import { anything, rma, withId } from './shapes.ts';
import type { World } from './world.ts';

export type Request = {
  resolution: string;
  reason: string;
  note: string;
  lines: { orderLineId: string; quantity: number }[];
  evidence: string[];
};

/** How a return stands, in the eyes of a buyer. */
export type Progress = {
  review: string;
  stage: string;
  canSend: boolean;
  canWithdraw: boolean;
  canAddPhotos: boolean;
};

/** Who can come for the goods, as far as a buyer reads it. */
const visitors = z.object({
  services: z.array(z.object({ vendor: z.string(), couriers: z.array(z.string()), buyerPays: z.boolean() })),
  payer: z.string(),
  receiver: z.unknown().nullable(),
});
export type Visit = { vendor: string; courier: string; sender: Record<string, string>; payer: string };

/** Where a buyer of the own shop asks for something: the portal, or the hotline, whose agents type for him. */
export type Desk = {
  upload(random: Random): Promise<Answer<{ id: string }>>;
  open(request: Request): Promise<Answer<{ id: string }>>;
  progress(id: string): Promise<Answer<Progress>>;
  send(id: string, courier: string, waybill: string): Promise<Answer<unknown>>;
  withdraw(id: string): Promise<Answer<unknown>>;
  addPhotos(id: string, files: string[]): Promise<Answer<unknown>>;
  visitors(id: string): Promise<Answer<z.infer<typeof visitors>>>;
  book(id: string, visit: Visit): Promise<Answer<unknown>>;
  callOff(id: string, pickupId: string): Promise<Answer<unknown>>;
};

const session = z.object({ token: z.string() });
const progress = z.object({
  review: z.string(),
  stage: z.string(),
  canSend: z.boolean(),
  canWithdraw: z.boolean(),
  canAddPhotos: z.boolean(),
});

/** Signs in at the portal; its looks at the order and the preview come before the request, as on the pages. */
export async function portalDesk(world: World, kase: Case, orderNumber: string, phone: string): Promise<Answer<Desk>> {
  const { guilai, portalCode } = world;
  const body = { shop: portalCode, orderNumber, phoneTail: phone.slice(-4) };
  const opened = await guilai({ method: 'POST', path: '/api/portal/session', body, shape: session });
  if (!opened.ok) return opened;
  const { token } = opened.value;
  const post = <T>(path: string, given: unknown, what: string, shape: z.ZodType<T>): Promise<Answer<T>> =>
    guilai({ method: 'POST', path: `/api/portal${path}`, body: given, key: keyOf(kase, what), token, shape });
  await guilai({ path: '/api/portal/order', token, shape: anything });
  return {
    ok: true,
    value: {
      upload: async (random) => post('/files', await photoForm(random), 'photo', withId),
      open: async ({ note, ...request }) => {
        const preview = await post('/preview', request, 'preview', anything);
        return preview.ok ? post('/rmas', { ...request, note }, 'open', withId) : preview;
      },
      progress: (id) => guilai({ path: `/api/portal/rmas/${id}`, token, shape: progress }),
      send: (id, courier, waybill) => post(`/rmas/${id}/parcels`, { courier, waybill }, 'send', anything),
      withdraw: (id) => post(`/rmas/${id}/withdraw`, {}, 'withdraw', anything),
      addPhotos: (id, files) => post(`/rmas/${id}/evidence`, { files }, 'photos', anything),
      visitors: (id) => guilai({ path: `/api/portal/rmas/${id}/pickup-options`, token, shape: visitors }),
      // Who pays was said when the return was granted: a buyer is not asked.
      book: (id, { payer: _, ...visit }) => post(`/rmas/${id}/pickup`, visit, 'visit', anything),
      callOff: (id) => post(`/rmas/${id}/pickup/cancel`, {}, 'call-off', anything),
    },
  };
}

export function hotline({ guilai }: World, kase: Case): Desk {
  const post = <T>(path: string, body: unknown, what: string, shape: z.ZodType<T>): Promise<Answer<T>> =>
    guilai({ method: 'POST', path: `/api${path}`, body, key: keyOf(kase, what), shape });
  return {
    upload: async (random) => post('/files', await photoForm(random), 'photo', withId),
    open: (request) => post('/rmas', { orderId: kase.order?.id, ...request }, 'open', withId),
    progress: async (id) => {
      const found = await guilai({ path: `/api/rmas/${id}`, shape: rma });
      if (!found.ok) return found;
      const { review, stage, abilities } = found.value;
      const may = (command: string): boolean => abilities.some((one) => one.command === command && one.allowed);
      return {
        ok: true,
        value: {
          review,
          stage,
          canSend: may('announce_parcel'),
          canWithdraw: may('withdraw'),
          canAddPhotos: review === 'evidence_requested' && may('add_evidence'),
        },
      };
    },
    send: (id, courier, waybill) => post(`/rmas/${id}/parcels`, { courier, waybill }, 'send', anything),
    withdraw: (id) => post(`/rmas/${id}/withdraw`, { cause: 'buyer' }, 'withdraw', anything),
    addPhotos: (id, files) => post(`/rmas/${id}/evidence`, { files }, 'photos', anything),
    visitors: (id) => guilai({ path: `/api/rmas/${id}/pickup-options`, shape: visitors }),
    book: (id, visit) => post(`/rmas/${id}/pickup`, visit, 'visit', anything),
    callOff: (id, pickupId) => post(`/rmas/${id}/pickup/cancel`, { pickupId }, 'call-off', anything),
  };
}

/** With the moment the case began, so that keys of a world that was thrown away do not come back. */
const keyOf = ({ n, at }: Case, what: string): string => `world-${at.toString(36)}-${n}-${what}`;
