import { parseShanghaiText, shanghaiText } from '../clock.ts';
import { type Api, type ApiCall, fields, id, isWithin, type Outcome, windowOf } from './api.ts';
import { numberOf, textOf } from './arguments.ts';
import { invalidArgument, missingArgument, notAllowed, notFound } from './errors.ts';
import { page } from './paging.ts';
import { type Application, type ApplicationStatus, applicationStatuses } from './shapes.ts';
import { type WireObject, wireDecimal } from './wire-json.ts';
import { payApplication } from './world.ts';

function wireApplication(application: Application): WireObject {
  const { checkTime, checkUserName, checkRemark, ...rest } = application;
  return {
    ...rest,
    venderId: undefined,
    id: id(application.id),
    // A double of fen.
    applyRefundSum: wireDecimal(`${application.applyRefundSum}.0`),
    checkTime: checkTime ?? null,
    checkUserName: checkUserName ?? null,
    checkRemark: checkRemark ?? null,
    systemId: 1,
    storeId: 0,
  };
}

/** Three clients read flat rows, and one reads nested ones. */
const wireRow = ({ style }: ApiCall, application: Application): WireObject =>
  style.has('nested_rows') ? { refundApplyVo: wireApplication(application) } : wireApplication(application);

const queryPageList: Api = {
  member: 'queryResult',
  required: ['pageIndex', 'pageSize'],
  answer: (call) => {
    const { world, seller, args } = call;
    const applied = windowOf(call, 'applyTimeStart', 'applyTimeEnd');
    const checked = windowOf(call, 'checkTimeStart', 'checkTimeEnd');
    if (applied && 'kind' in applied) return applied;
    if (checked && 'kind' in checked) return checked;
    const isAny = (name: string, value: string): boolean => (textOf(args, name) ?? value) === value;
    const rows = [...world.book.applications.values()]
      .filter(({ venderId }) => venderId === seller.venderId)
      .filter((one) => isAny('status', String(one.status)) && isAny('orderId', one.orderId) && isAny('ids', one.id))
      .filter(({ applyTime, checkTime = '' }) => {
        return isWithin(parseShanghaiText(applyTime), applied) && isWithin(parseShanghaiText(checkTime), checked);
      })
      .sort((a, b) => (a.applyTime < b.applyTime ? 1 : -1));
    const shown = page(call, {
      rows,
      wire: (row) => wireRow(call, row),
      touch: (row) => touchApplication(call, row, Math.max(applied?.end ?? 0, checked?.end ?? 0) + 1000),
      names: { page: 'pageIndex', size: 'pageSize' },
      limits: { pageSize: 50, pages: 100 },
    });
    return shown.kind === 'failure' ? shown : fields({ totalCount: shown.total, result: shown.rows });
  },
};

function touchApplication({ world }: ApiCall, { id: applicationId, checkTime }: Application, at: number): void {
  const moved = shanghaiText(Math.max(world.clock.now(), at));
  const changes = checkTime === undefined ? { applyTime: moved } : { checkTime: moved };
  world.book.record({ type: 'application_changed', id: applicationId, changes });
}

const applicationOf = ({ world, seller, args }: ApiCall): Application | undefined => {
  const application = world.book.applications.get(textOf(args, 'id') ?? '');
  return application?.venderId === seller.venderId ? application : undefined;
};

const queryById: Api = {
  member: 'queryResult',
  required: ['id'],
  answer: (call) => {
    const application = applicationOf(call);
    const empty = call.style.has('empty_list') ? [] : null;
    if (!application) return fields({ totalCount: 0, result: empty });
    return fields({ totalCount: 1, result: [{ refundApplyVo: wireApplication(application) }] });
  },
};

const waiting: readonly ApplicationStatus[] = [0, 10];
const forceClose = 9;

const replyRefund: Api = {
  member: 'replyResult',
  required: ['status', 'id', 'checkUserName'],
  answer: (call) => {
    const { world, args } = call;
    const status = applicationStatuses.find((known) => known === numberOf(args, 'status'));
    if (status === undefined || ![1, 2, 6, forceClose, 10].includes(status)) return invalidArgument('status');
    if (status !== forceClose && textOf(args, 'remark') === undefined) return missingArgument('remark');
    const application = applicationOf(call);
    if (!application) return notFound;
    world.book.record({ type: 'agreement_asked', refundId: application.id });
    if (!waiting.includes(application.status)) return notAllowed('退款申请已审核');
    return replied(call, application, status);
  },
};

function replied({ world, args }: ApiCall, application: Application, status: ApplicationStatus): Outcome {
  const changes = {
    status,
    checkTime: shanghaiText(world.clock.now()),
    checkUserName: textOf(args, 'checkUserName') ?? '',
    checkRemark: textOf(args, 'remark') ?? '',
  };
  world.book.record({ type: 'application_changed', id: application.id, changes });
  if (status === 1 && world.switches.payOnApproval) payApplication(world, application, 'seller');
  if (status === forceClose) payApplication(world, application, 'platform');
  return fields({});
}

export const applicationApis: Record<string, Api> = {
  'jingdong.pop.afs.soa.refundapply.queryPageList': queryPageList,
  'jingdong.pop.afs.soa.refundapply.queryById': queryById,
  'jingdong.pop.afs.soa.refundapply.replyRefund': replyRefund,
};
