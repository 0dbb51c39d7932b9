import { type Appliers, type EntryOf, known, openBook } from '../journal.ts';
import type { Application, Order, Service } from './shapes.ts';

/** Money that JD has paid back to a buyer. `amount` in yuan. */
export type Payment = {
  refundId: string;
  kind: 'service' | 'application';
  orderId: string;
  amount: string;
  paidAt: number;
  by: 'seller' | 'platform' | 'timeout';
};

/** The tokens of a shop after a refresh; before it, those of its account hold. */
export type Tokens = { venderId: string; accessToken: string; refreshToken: string; expiresAt: number | null };

type Entries = {
  order_created: { order: Order };
  order_changed: { orderId: string; changes: Partial<Order> };
  service_created: { service: Service };
  service_changed: { serviceId: string; changes: Partial<Service> };
  application_created: { application: Application };
  application_changed: { id: string; changes: Partial<Application> };
  refund_paid: { payment: Payment };
  agreement_asked: { refundId: string };
  tokens_set: { tokens: Tokens };
};

export type JdBook = {
  readonly orders: ReadonlyMap<string, Order>;
  readonly services: ReadonlyMap<string, Service>;
  readonly applications: ReadonlyMap<string, Application>;
  /** By refund: JD pays each once. A service and an application never have the same number here. */
  readonly payments: ReadonlyMap<string, Payment>;
  /** How often the seller's side has asked to pay a refund, whatever the answer. */
  readonly agreements: ReadonlyMap<string, number>;
  readonly tokens: ReadonlyMap<string, Tokens>;
  record(entry: EntryOf<Entries>): void;
  close(): void;
};

export function openJdBook(file: string | undefined): JdBook {
  const orders = new Map<string, Order>();
  const services = new Map<string, Service>();
  const applications = new Map<string, Application>();
  const payments = new Map<string, Payment>();
  const agreements = new Map<string, number>();
  const tokensByShop = new Map<string, Tokens>();

  const appliers: Appliers<Entries> = {
    order_created: ({ order }) => {
      orders.set(order.orderId, { ...order });
    },
    order_changed: ({ orderId, changes }) => {
      Object.assign(known(orders, orderId), changes);
    },
    service_created: ({ service }) => {
      services.set(service.serviceId, { ...service });
    },
    service_changed: ({ serviceId, changes }) => {
      Object.assign(known(services, serviceId), changes);
    },
    application_created: ({ application }) => {
      applications.set(application.id, { ...application });
    },
    application_changed: ({ id, changes }) => {
      Object.assign(known(applications, id), changes);
    },
    refund_paid: ({ payment }) => {
      payments.set(payment.refundId, payment);
    },
    agreement_asked: ({ refundId }) => {
      agreements.set(refundId, (agreements.get(refundId) ?? 0) + 1);
    },
    tokens_set: ({ tokens }) => {
      tokensByShop.set(tokens.venderId, tokens);
    },
  };
  return {
    orders,
    services,
    applications,
    payments,
    agreements,
    tokens: tokensByShop,
    ...openBook(file, appliers),
  };
}
