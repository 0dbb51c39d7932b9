import type { SimulatorClock } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import { fenOf } from '../yuan.ts';
import type { PinduoduoBook } from './book.ts';
import type { PinduoduoFault } from './fault-kinds.ts';
import type { AfterSale, Order } from './shapes.ts';

/** A shop (`mall`) and the access that it was set up with. */
export type Mall = {
  mall_id: string;
  name: string;
  access_token: string;
  refresh_token: string;
  /** The API types that it has not granted to the application. */
  denied: readonly string[];
};

export type ReturnAddress = {
  id: string;
  refund_address_id: string;
  refund_name: string;
  refund_phone: string;
  province_name: string;
  city_name: string;
  district_name: string;
  refund_address: string;
  is_default: boolean;
};

export type PinduoduoWorld = {
  clock: SimulatorClock;
  book: PinduoduoBook;
  faults: FaultBoard<PinduoduoFault>;
  /** Secrets by `client_id`. */
  clients: ReadonlyMap<string, string>;
  malls: readonly Mall[];
  addresses: readonly ReturnAddress[];
  nextRequestId(): string;
  /** Counts a call of the refund list; false beyond 100 in ten seconds for one mall. */
  mayList(mallId: string): boolean;
  switches: {
    /** The platform acts by itself when a deadline passes. */
    autoAgree: boolean;
    /** How long money that was agreed to takes to arrive. */
    settleAfterMs: number;
    /** Whether `after_sales_status` 1 lists all: older documents and clients say so, today's document does not. */
    statusOneIsAll: boolean;
  };
};

export function orderOf(world: PinduoduoWorld, { order_sn, id }: AfterSale): Order {
  const order = world.book.orders.get(order_sn);
  if (!order) throw new Error(`after-sale ${id} belongs to no order`);
  return order;
}

/** Amounts in the book were checked when they came in. */
export const fen = (yuan: string): bigint => fenOf(yuan) ?? 0n;
