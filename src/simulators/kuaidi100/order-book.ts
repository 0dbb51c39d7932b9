import { type Appliers, applyEntry, type EntryOf, openJournal } from '../journal.ts';

/** A visit that was ordered, with what its pushes need. */
export type Order = {
  taskId: string;
  orderId: string;
  kuaidicom: string;
  thirdOrderId: string;
  callBackUrl: string;
  salt?: string;
  /** Given out when the courier has the parcel. */
  kuaidinum: string;
  placedAt: number;
};

export type OrderRecord = { order: Order; statuses: string[] };
export type Intercept = { kuaidicom: string; kuaidinum: string; callbackUrl: string; salt?: string };

type Entries = {
  order_placed: { order: Order };
  order_moved: { taskId: string; status: string };
  intercept_asked: { intercept: Intercept };
};

export type OrderBook = {
  record(entry: EntryOf<Entries>): void;
  order(taskId: string): OrderRecord | undefined;
  /** The vendor answers a repeated number of ours with the first order, for 48 hours. */
  placedAs(thirdOrderId: string, now: number): OrderRecord | undefined;
  count(): number;
  intercept(kuaidinum: string): Intercept | undefined;
  close(): void;
};

const rememberedMs = 48 * 3_600_000;

export function openOrderBook(file: string | undefined): OrderBook {
  const orders = new Map<string, OrderRecord>();
  const intercepts = new Map<string, Intercept>();
  const appliers: Appliers<Entries> = {
    order_placed: ({ order }) => {
      orders.set(order.taskId, { order, statuses: [] });
    },
    order_moved: ({ taskId, status }) => {
      const record = orders.get(taskId);
      if (!record) throw new Error(`the journal moves ${taskId} before it was ordered`);
      record.statuses.push(status);
    },
    intercept_asked: ({ intercept }) => {
      intercepts.set(intercept.kuaidinum, intercept);
    },
  };
  const journal = openJournal<EntryOf<Entries>>(file, (entry) => applyEntry(appliers, entry));
  return {
    record: (entry) => {
      journal.append(entry);
      applyEntry(appliers, entry);
    },
    order: (taskId) => orders.get(taskId),
    placedAs: (thirdOrderId, now) =>
      thirdOrderId === ''
        ? undefined
        : [...orders.values()].findLast(
            ({ order }) => order.thirdOrderId === thirdOrderId && now - order.placedAt < rememberedMs,
          ),
    count: () => orders.size,
    intercept: (kuaidinum) => intercepts.get(kuaidinum),
    close: () => journal.close(),
  };
}
