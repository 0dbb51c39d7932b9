import { type SimulatorClock, shanghaiText } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import { fenOf, yuanOf } from '../yuan.ts';
import type { JdBook, Payment, Tokens } from './book.ts';
import type { JdFault } from './fault-kinds.ts';
import type { Application, Order, Service, ServiceStatus } from './shapes.ts';

/** A shop and the tokens of its account. `expiresAt` null: they hold for ever. */
export type Seller = Tokens & { nick: string };

export type JdWorld = {
  clock: SimulatorClock;
  book: JdBook;
  faults: FaultBoard<JdFault>;
  /** Secrets by `app_key`. */
  apps: ReadonlyMap<string, string>;
  sellers: readonly Seller[];
  /** Until when a method may not be called, after it was called too often. */
  bans: Map<string, number>;
  /** When calls were made, of the last minute. */
  calls: number[];
  switches: {
    /** JD agrees in place of a shop that lets the audit's deadline pass. */
    autoAgree: boolean;
    /** Booking the goods in makes JD pay at once; otherwise somebody pays in the console. */
    payOnRegister: boolean;
    /** JD's finance department pays an approved application at once; otherwise it is steered. */
    payOnApproval: boolean;
    callsPerMinute: number | null;
  };
};

/** Throw-away keys, for tests and the demo. */
export const testApps: Record<string, string> = {
  ABCDEF0123456789ABCDEF0123456789: 'test_secret_0123456789abcdef',
};

export const testSellers: Seller[] = [
  {
    venderId: '10001',
    nick: '归来京东店',
    accessToken: 'test_access_token_jd',
    refreshToken: 'test_refresh_token_jd',
    expiresAt: null,
  },
  {
    venderId: '10002',
    nick: '归来京东二店',
    accessToken: 'test_access_token_jd2',
    refreshToken: 'test_refresh_token_jd2',
    expiresAt: null,
  },
];

export const tokensOf = ({ book }: JdWorld, seller: Seller): Tokens => book.tokens.get(seller.venderId) ?? seller;

const over: ReadonlySet<ServiceStatus> = new Set<ServiceStatus>([10004, 10010, 10011]);
export const isOpen = ({ serviceStatus }: Service): boolean => !over.has(serviceStatus);
export const isPending = ({ status }: Application): boolean => [0, 1, 5, 6, 7, 10].includes(status);

export function orderOf(world: JdWorld, { orderId }: { orderId: string }): Order {
  const order = world.book.orders.get(orderId);
  if (!order) throw new Error(`there is no order ${orderId}`);
  return order;
}

export function touchOrder(world: JdWorld, orderId: string, changes: Partial<Order>, notBefore = 0): void {
  const modified = shanghaiText(Math.max(world.clock.now(), notBefore));
  world.book.record({ type: 'order_changed', orderId, changes: { ...changes, modified } });
}

/** Every change to a bill: `sysVersion` grows, and its date strictly, even within one millisecond. */
export function changeService(world: JdWorld, service: Service, changes: Partial<Service>, notBefore = 0): void {
  const updateDate = Math.max(world.clock.now(), service.updateDate + 1, notBefore);
  const sysVersion = service.sysVersion + 1;
  const { serviceId } = service;
  world.book.record({ type: 'service_changed', serviceId, changes: { ...changes, updateDate, sysVersion } });
}

/** JD's quirk: the return parcel changes neither the bill's date nor its version, and has a date of its own. */
export function saveFreight(world: JdWorld, service: Service, expressCompany: string, expressCode: string): void {
  const freightUpdateDate = Math.max(world.clock.now(), (service.freightUpdateDate ?? 0) + 1);
  const changes = { expressCompany, expressCode, freightUpdateDate };
  world.book.record({ type: 'service_changed', serviceId: service.serviceId, changes });
}

/** The journal has the payment before the status: a crash between them must not pay again. */
export function payService(world: JdWorld, service: Service, by: Payment['by']): void {
  const { serviceId, orderId, amount } = service;
  pay(world, { refundId: serviceId, kind: 'service', orderId, amount, by });
  changeService(world, service, { serviceStatus: 10010, processResult: 40 });
}

export function payApplication(world: JdWorld, application: Application, by: Payment['by']): void {
  const { id, orderId, applyRefundSum } = application;
  pay(world, { refundId: id, kind: 'application', orderId, amount: yuanOf(BigInt(applyRefundSum)), by });
  world.book.record({ type: 'application_changed', id, changes: { status: by === 'seller' ? 3 : 9 } });
  touchOrder(world, orderId, { orderState: 'TRADE_CANCELED' });
}

function pay({ book, clock }: JdWorld, payment: Omit<Payment, 'paidAt'>): void {
  if (book.payments.has(payment.refundId)) return;
  book.record({ type: 'refund_paid', payment: { ...payment, paidAt: clock.now() } });
}

/** JD agrees to a return in place of a shop that is late. */
export function passDeadlines(world: JdWorld): void {
  if (!world.switches.autoAgree) return;
  for (const service of world.book.services.values()) {
    const isLate = service.auditOvertime <= world.clock.now();
    if (isLate && (service.serviceStatus === 10001 || service.serviceStatus === 10012)) {
      changeService(world, service, { serviceStatus: 10005, approveNotes: '超时自动审核通过' });
    }
  }
}

/** Amounts in the book were checked when they came in. */
export const fen = (yuan: string): bigint => fenOf(yuan) ?? 0n;
export const sumOf = (amounts: readonly string[]): bigint => amounts.reduce((sum, amount) => sum + fen(amount), 0n);
