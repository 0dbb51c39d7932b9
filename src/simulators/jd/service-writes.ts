import { type Api, type ApiCall, fields, lockedService, type Outcome, serviceOf } from './api.ts';
import { listOf, numberOf, textOf } from './arguments.ts';
import { type Failure, invalidArgument, missingArgument, notAllowed, notFound } from './errors.ts';
import { type Service, type ServiceStatus, serviceStatuses } from './shapes.ts';
import { changeService, payService } from './world.ts';

const done: Outcome = fields({ data: null });

/** What every audit wants to know. */
const auditArguments = ['serviceId', 'orderId', 'approveNotes', 'sysVersion', 'approveReasonCid1'];

const inAudit: readonly ServiceStatus[] = [10001, 10012];

function changed(
  call: ApiCall,
  from: readonly ServiceStatus[],
  changesOf: (service: Service) => Partial<Service> | Failure,
) {
  const locked = lockedService(call);
  if (locked.kind === 'failure') return locked;
  const bar = barAgainst(locked.service, from);
  if (bar) return bar;
  const changes = changesOf(locked.service);
  if ('kind' in changes) return changes;
  changeService(call.world, locked.service, changes);
  return done;
}

const barAgainst = ({ serviceStatus }: Service, from: readonly ServiceStatus[]): Failure | undefined =>
  from.includes(serviceStatus) ? undefined : notAllowed(`服务单状态为${serviceStatuses[serviceStatus]}，不能操作`);

const regionCodes = ['returnProvince', 'returnCity', 'returnCounty', 'returnAddressType'];

const auditSend: Api = {
  member: 'result',
  required: [
    ...auditArguments,
    'returnContactName',
    'returnContactTel',
    'returnZipcode',
    ...regionCodes,
    'returnDetailAddress',
  ],
  answer: (call) => {
    const { args } = call;
    const wrong = regionCodes.find((name) => Number.isNaN(numberOf(args, name)));
    if (wrong !== undefined) return invalidArgument(wrong);
    const details = listOf(args, 'applyDetailIdList').map(String);
    if (details.length === 0) return missingArgument('applyDetailIdList');
    return changed(call, inAudit, ({ applyDetailId }) => {
      if (!details.includes(applyDetailId)) return invalidArgument('applyDetailIdList');
      const returnAddress = ['returnContactName', 'returnContactTel', 'returnDetailAddress', 'returnZipcode']
        .map((name) => textOf(args, name))
        .join('，');
      return { ...auditOf(call), serviceStatus: 10005, returnAddress };
    });
  },
};

const auditTo = (serviceStatus: ServiceStatus): Api => ({
  member: 'result',
  required: auditArguments,
  answer: (call) => changed(call, inAudit, () => ({ ...auditOf(call), serviceStatus })),
});

function auditOf({ args }: ApiCall): Partial<Service> {
  const reason = numberOf(args, 'approveReasonCid1');
  return {
    approveNotes: textOf(args, 'approveNotes') ?? '',
    ...(reason === undefined ? {} : { approveReasonCid1: reason }),
  };
}

const receiptStates = [
  'packingState',
  'qualityState',
  'appearanceState',
  'accessoryOrGift',
  'invoiceRecord',
  'judgmentReason',
];

/** Books the goods in. It names no version, so whatever the service has become meanwhile is booked in. */
const receiveRegister: Api = {
  member: 'result',
  required: ['serviceId', 'orderId', 'receivePin', 'receiveName', ...receiptStates, 'receiveRemark'],
  answer: (call) => {
    const wrong = receiptStates.find((name) => Number.isNaN(numberOf(call.args, name)));
    if (wrong !== undefined) return invalidArgument(wrong);
    const service = serviceOf(call);
    if (!service) return notFound;
    call.world.book.record({ type: 'agreement_asked', refundId: service.serviceId });
    const bar = barAgainst(service, [10005, 13000]);
    if (bar) return bar;
    changeService(call.world, service, { serviceStatus: 10007, receiveDate: call.world.clock.now() });
    if (service.customerExpect === 10 && call.world.switches.payOnRegister) payService(call.world, service, 'seller');
    return done;
  },
};

/** The seller ships another article, or the repaired one, and the service is over. */
const sentBack = (required: readonly string[], processResult?: number): Api => ({
  member: 'result',
  required: ['serviceId', 'orderId', 'sysVersion', 'shipWayId', 'shipWayName', ...required],
  answer: (call) =>
    changed(call, [10007], () => ({
      serviceStatus: 10010,
      ...(processResult === undefined ? {} : { processResult }),
    })),
});

export const serviceWrites: Record<string, Api> = {
  'jingdong.asc.audit.send': auditSend,
  'jingdong.asc.audit.refuse': auditTo(10004),
  'jingdong.asc.audit.waitFeedback': auditTo(10002),
  'jingdong.asc.receive.register': receiveRegister,
  'jingdong.asc.process.offline.change': sentBack(['opFlag', 'relationBillId', 'wareType'], 23),
  'jingdong.asc.process.back': sentBack(['consigneeName', 'consigneeTel', 'detailAddress', 'partCodes']),
};
