import { shanghaiText } from '../clock.ts';
import { type Api, type ApiCall, fields, id, isWithin, type Outcome, serviceOf, windowOf } from './api.ts';
import { textOf } from './arguments.ts';
import { missingArgument, notFound } from './errors.ts';
import { page } from './paging.ts';
import type { Service, ServiceStatus } from './shapes.ts';
import { type WireObject, wireDecimal } from './wire-json.ts';
import { wireBill, wireBrief } from './wire-service.ts';
import { changeService, orderOf } from './world.ts';

type Matches = (service: Service) => boolean;

/** The services of a shop that a call asks for, the oldest change first. */
function listed(
  call: ApiCall,
  matches: Matches,
  wire: (service: Service) => WireObject = (service) => wireBrief(call, service),
  windowEnd = 0,
): Outcome {
  const { world, seller, args } = call;
  const isAny = (name: string, value: string | number): boolean => {
    const wanted = textOf(args, name);
    return wanted === undefined || wanted === String(value);
  };
  const rows = [...world.book.services.values()]
    .filter((service) => service.venderId === seller.venderId && matches(service))
    .filter((service) => isAny('serviceId', service.serviceId) && isAny('orderId', service.orderId))
    .filter((service) => isAny('serviceStatus', service.serviceStatus))
    .filter((service) => isAny('customerExpect', service.customerExpect) && isAny('skuId', service.skuId))
    .filter((service) => isAny('expressCode', service.expressCode ?? ''))
    .sort((a, b) => a.updateDate - b.updateDate);
  const shown = page(call, {
    rows,
    wire,
    touch: (service) => changeService(world, service, {}, windowEnd + 1000),
    names: { page: 'pageNumber', size: 'pageSize' },
    limits: { pageSize: 50 },
  });
  if (shown.kind === 'failure') return shown;
  return fields({
    data: shown.rows,
    pageSize: shown.pageSize,
    pageNumber: shown.pageNumber,
    totalCount: shown.total,
  });
}

/** Lists by dates; each pair is optional, and where `needed` says so, one of them or an id must be there. */
const byDates = (
  dates: Readonly<Record<string, (service: Service) => number | undefined>>,
  suffixes: Suffixes,
): Api => ({
  member: 'pageResult',
  required: [],
  answer: (call) => {
    const conditions: Matches[] = [];
    let latest = 0;
    for (const [name, dateOf] of Object.entries(dates)) {
      const window = windowOf(call, `${name}${suffixes.begin}`, `${name}${suffixes.end}`);
      if (window && 'kind' in window) return window;
      if (!window) continue;
      latest = Math.max(latest, window.end);
      conditions.push((service) => isWithin(dateOf(service), window));
    }
    return listed(call, (service) => conditions.every((holds) => holds(service)), undefined, latest);
  },
});
type Suffixes = { begin: string; end: string };
const beginEnd: Suffixes = { begin: 'Begin', end: 'End' };

const queryList = byDates(
  { applyTime: ({ applyTime }) => applyTime, updateTime: ({ updateDate }) => updateDate },
  beginEnd,
);

const syncList = byDates(
  { updateTime: ({ updateDate }) => updateDate, freightUpdateDate: ({ freightUpdateDate }) => freightUpdateDate },
  beginEnd,
);

const queryView: Api = {
  member: 'result',
  required: ['serviceId', 'orderId'],
  answer: (call) => {
    const service = serviceOf(call);
    return service ? fields({ data: wireBill(service) }) : notFound;
  },
};

const waitsForAudit: Matches = ({ serviceStatus }) => serviceStatus === 10001 || serviceStatus === 10012;

const auditList: Api = {
  member: 'pageResult',
  required: [],
  answer: (call) =>
    listed(call, waitsForAudit, (service) => ({
      ...wireBrief(call, service),
      serviceId: undefined,
      serviceIdList: [id(service.serviceId)],
      auditOvertime: service.auditOvertime,
      timeoutFlag: service.auditOvertime <= call.world.clock.now(),
    })),
};

const reasons = [
  { code: 1, parentCode: 0, name: '不符合售后政策' },
  { code: 101, parentCode: 1, name: '商品已影响二次销售' },
  { code: 102, parentCode: 1, name: '超出售后期限' },
  { code: 2, parentCode: 0, name: '与客户协商一致' },
];

const reasonList: Api = { member: 'result', required: ['serviceId'], answer: () => fields({ data: reasons }) };

const freightView: Api = {
  member: 'result',
  required: ['serviceId', 'orderId'],
  answer: (call) => {
    const service = serviceOf(call);
    if (!service) return notFound;
    const { expressCompany, expressCode } = service;
    return fields({ data: expressCode === undefined ? null : { expressCompany, expressCode } });
  },
};

/** The lists by stage; only here JD's intervention can be asked for, and only as a filter. */
const byStage = (statuses: readonly ServiceStatus[]): Api => ({
  member: 'pageResult',
  required: [],
  answer: (call) => {
    const intervened = textOf(call.args, 'jdInterveneFlag');
    return listed(
      call,
      (service) =>
        statuses.includes(service.serviceStatus) &&
        (intervened === undefined || intervened === String(service.intervened === true)),
    );
  },
});

/** What has been paid for the services of an order. Its success has a code of its own. */
const serviceAndRefund: Api = {
  member: 'pageResult',
  required: [],
  answer: (call) => {
    const { world, seller, args } = call;
    const orderId = textOf(args, 'orderId');
    if (orderId === undefined) return missingArgument('orderId');
    const rows = [...world.book.payments.values()].flatMap((payment) => {
      const service = world.book.services.get(payment.refundId);
      return service?.venderId === seller.venderId && service.orderId === orderId ? [{ payment, service }] : [];
    });
    const shown = page(call, {
      rows,
      wire: ({ payment, service }) => ({
        sameOrderServiceBill: {
          serviceId: id(service.serviceId),
          orderId: id(service.orderId),
          wareId: id(orderOf(world, service).itemInfoList[0]?.wareId ?? '0'),
          applyReason: service.questionTypeCid2Name,
        },
        afsRefundId: id(service.serviceId) + 7n,
        refoundAmount: wireDecimal(payment.amount),
        completeTime: call.style.has('text_times') ? shanghaiText(payment.paidAt) : payment.paidAt,
        status: 1,
      }),
      touch: () => {},
      names: { page: 'pageNumber', size: 'pageSize' },
      limits: { pageSize: 50 },
    });
    if (shown.kind === 'failure') return shown;
    return fields({ code: '00000', data: shown.rows, totalCount: shown.total });
  },
};

export const serviceReads: Record<string, Api> = {
  'jingdong.asc.query.list': queryList,
  'jingdong.asc.sync.list': syncList,
  'jingdong.asc.query.view': queryView,
  'jingdong.asc.audit.list': auditList,
  'jingdong.asc.audit.reason.list': reasonList,
  'jingdong.asc.freight.view': freightView,
  'jingdong.asc.receive.list': byStage([10005, 13000]),
  'jingdong.asc.process.list': byStage([10007, 10009]),
  'jingdong.asc.serviceAndRefund.view': serviceAndRefund,
};
