import { shanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { commonRoutes, ledgerRoutes, once, oneOf, rowsReply, type SteeringRoutes, switchRoutes } from '../steering.ts';
import {
  type Fields,
  fieldsOf,
  manyOf,
  optionalBooleanIn,
  optionalLimitIn,
  optionalNumberIn,
  optionalTextIn,
  present,
  textIn,
} from '../steering-input.ts';
import { onlyFields, optionalFenIn } from '../steering-shapes.ts';
import { newOrder } from './new-order.ts';
import { newApplication, newService } from './new-request.ts';
import type { Application, Order, Service } from './shapes.ts';
import {
  changeService,
  isOpen,
  isPending,
  type JdWorld,
  passDeadlines,
  payApplication,
  payService,
  saveFreight,
  tokensOf,
  touchOrder,
} from './world.ts';

/** What buyers, JD and its console do: steered by tests and by the demo world. Ids are texts here. */
export const jdSteering = (world: JdWorld): SteeringRoutes => ({
  ...commonRoutes(world),
  ...switchRoutes(world.switches, {
    autoAgree: optionalBooleanIn,
    payOnRegister: optionalBooleanIn,
    payOnApproval: optionalBooleanIn,
    callsPerMinute: optionalLimitIn,
  }),
  ...tokenRoutes(world),
  ...orderRoutes(world),
  ...serviceRoutes(world),
  ...applicationRoutes(world),
  ...ledgerRoutes(world.book, () => passDeadlines(world)),
});

const tokenRoutes = (world: JdWorld): SteeringRoutes => ({
  /** Lets the tokens of a shop end at a moment. */
  'POST /tokens': ({ body }) => {
    const fields = fieldsOf(body);
    const venderId = textIn(fields, 'venderId');
    const seller = world.sellers.find((one) => one.venderId === venderId);
    if (!seller) throw new SteeringError(404, `no shop has the number "${venderId}"`);
    const { accessToken, refreshToken } = tokensOf(world, seller);
    const tokens = { venderId, accessToken, refreshToken, expiresAt: optionalNumberIn(fields, 'expiresAt') ?? null };
    world.book.record({ type: 'tokens_set', tokens });
    return tokens;
  },
});

const orderRoutes = (world: JdWorld): SteeringRoutes => ({
  'POST /orders': ({ body }) => manyOf(body).map((fields) => createOrder(world, fields)),
  'GET /orders': ({ query }) => rowsReply(query, [...world.book.orders.values()]),
  'GET /orders/:id': ({ path }) => orderAt(world, path['id']),
  'POST /orders/:id/ship': ({ path, body }) => {
    const fields = fieldsOf(body);
    const order = orderAt(world, path['id']);
    const shipment = { logisticsId: textIn(fields, 'logisticsId'), waybill: textIn(fields, 'waybill') };
    touchOrder(world, order.orderId, { orderState: 'WAIT_GOODS_RECEIVE_CONFIRM', ...shipment });
    return orderAt(world, order.orderId);
  },
  'POST /orders/:id/finish': ({ path }) => {
    const order = orderAt(world, path['id']);
    const orderEndTime = shanghaiText(world.clock.now());
    touchOrder(world, order.orderId, { orderState: 'FINISHED_L', orderEndTime });
    return orderAt(world, order.orderId);
  },
  'POST /orders/:id/cancel': ({ path }) => {
    const order = orderAt(world, path['id']);
    touchOrder(world, order.orderId, { orderState: 'TRADE_CANCELED' });
    return orderAt(world, order.orderId);
  },
});

const createOrder = (world: JdWorld, fields: Fields): Order =>
  once(world.book.orders, optionalTextIn(fields, 'orderId'), () => {
    const order = newOrder(world, fields);
    world.book.record({ type: 'order_created', order });
    return order;
  });

const serviceRoutes = (world: JdWorld): SteeringRoutes => {
  const change = (id: string | undefined, changes: Partial<Service>): Service => {
    const service = openService(world, id);
    changeService(world, service, changes);
    return service;
  };
  return {
    'POST /services': ({ body }) => {
      const fields = fieldsOf(body);
      return once(world.book.services, optionalTextIn(fields, 'serviceId'), () => {
        const service = newService(world, fields);
        world.book.record({ type: 'service_created', service });
        return service;
      });
    },
    'GET /services': ({ query }) => rowsReply(query, [...world.book.services.values()]),
    'GET /services/:id': ({ path }) => serviceAt(world, path['id']),
    'POST /services/:id/ship': ({ path, body }) => {
      const fields = fieldsOf(body);
      const service = openService(world, path['id']);
      if (service.serviceStatus !== 10005 && service.serviceStatus !== 13000) throw conflict(service);
      saveFreight(world, service, textIn(fields, 'expressCompany'), textIn(fields, 'expressCode'));
      return service;
    },
    'POST /services/:id/modify': ({ path, body }) => {
      const fields = fieldsOf(body);
      onlyFields(fields, ['questionDesc']);
      const { serviceStatus } = openService(world, path['id']);
      const questionDesc = textIn(fields, 'questionDesc');
      // A buyer who was asked back has answered with it.
      return change(path['id'], { questionDesc, ...(serviceStatus === 10002 ? { serviceStatus: 10012 } : {}) });
    },
    'POST /services/:id/cancel': ({ path }) => change(path['id'], { serviceStatus: 10011 }),
    'POST /services/:id/intervene': ({ path }) => change(path['id'], { intervened: true }),
    'POST /services/:id/platform-refund': ({ path }) => {
      const service = openService(world, path['id']);
      payService(world, service, 'platform');
      return service;
    },
  };
};

const applicationRoutes = (world: JdWorld): SteeringRoutes => {
  const change = (application: Application, changes: Partial<Application>): Application => {
    world.book.record({ type: 'application_changed', id: application.id, changes });
    return application;
  };
  return {
    'POST /applications': ({ body }) => {
      const fields = fieldsOf(body);
      return once(world.book.applications, optionalTextIn(fields, 'id'), () => {
        const application = newApplication(world, fields);
        world.book.record({ type: 'application_created', application });
        return application;
      });
    },
    'GET /applications': ({ query }) => rowsReply(query, [...world.book.applications.values()]),
    'GET /applications/:id': ({ path }) => applicationAt(world, path['id']),
    /** A buyer who changes his mind applies anew, which moves the time of the application. */
    'POST /applications/:id/modify': ({ path, body }) => {
      const fields = fieldsOf(body);
      onlyFields(fields, ['reason', 'applyRefundSum']);
      const edits = present({
        reason: optionalTextIn(fields, 'reason'),
        applyRefundSum: optionalFenIn(fields, 'applyRefundSum'),
      });
      const applyTime = shanghaiText(world.clock.now());
      return change(pendingApplication(world, path['id']), { ...edits, applyTime });
    },
    // Neither a withdrawal nor a payment leaves a time behind.
    'POST /applications/:id/withdraw': ({ path }) => change(pendingApplication(world, path['id']), { status: 11 }),
    'POST /applications/:id/finance': ({ path, body }) => {
      const application = pendingApplication(world, path['id']);
      if (application.status === 0) throw new SteeringError(409, 'the shop has not agreed yet');
      if (optionalBooleanIn(fieldsOf(body), 'approve') === false) return change(application, { status: 4 });
      payApplication(world, application, 'seller');
      return application;
    },
  };
};

const orderAt = (world: JdWorld, id?: string): Order => oneOf(world.book.orders, 'order', id);
const serviceAt = (world: JdWorld, id?: string): Service => oneOf(world.book.services, 'service', id);

function openService(world: JdWorld, id?: string): Service {
  const found = serviceAt(world, id);
  if (!isOpen(found)) throw conflict(found);
  return found;
}

const applicationAt = (world: JdWorld, id?: string): Application => oneOf(world.book.applications, 'application', id);

function pendingApplication(world: JdWorld, id?: string): Application {
  const found = applicationAt(world, id);
  if (!isPending(found)) throw new SteeringError(409, `application ${id} has status ${found.status}`);
  return found;
}

const conflict = ({ serviceId, serviceStatus }: Service): SteeringError =>
  new SteeringError(409, `service ${serviceId} has status ${serviceStatus}`);
