import { createHmac } from 'node:crypto';
import { type SimulatorClock, shanghaiText } from '../clock.ts';
import { type FaultBoard, faultBoard } from '../faults.ts';
import { answerAfter, badGateway, pageNotFound, silence } from '../gateway-faults.ts';
import { type Call, listen, type Reply, SteeringError } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { commonRoutes, isSteering, type SteeringRoutes, steer } from '../steering.ts';
import { fieldsOf, optionalBooleanIn, optionalNumberIn, optionalTextIn, present, textIn } from '../steering-input.ts';
import { fenOf } from '../yuan.ts';
import { type BlueInvoice, CONFIRM_WITHIN_MS, openSheetBook, type Sheet, type SheetBook } from './sheet-book.ts';

export const testTaxId = '91330100MA0TEST00X';
export const testSecret = 'TESTREDSECRET';

const before = ['bad_gateway_before', 'hang_before', 'throttled'] as const;
const after = ['bad_gateway_after', 'hang_after', 'drop_after', 'half_body', 'late'] as const;
type Fault = (typeof before)[number] | (typeof after)[number];
type World = { clock: SimulatorClock; book: SheetBook; faults: FaultBoard<Fault> };

/** A service for red invoices at `<url>`, in the shape of our own generic adapter, steered below `<url>/__sim`. */
export async function startInvoicing(options: StartOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'invoicing');
  const book = openSheetBook(journalFile(options, 'invoicing'));
  const world: World = { clock, book, faults: faultBoard([...before, ...after]) };
  const steering = steeringOf(world);
  const server = await listen(options.port ?? 0, (call) =>
    isSteering(call) ? steer(steering, call) : answer(world, call),
  );
  return running(server, world, () => {});
}

const json = (value: unknown, status = 200): Reply => ({
  status,
  contentType: 'application/json;charset=utf-8',
  body: JSON.stringify(value),
});
const no = (code: string, message: string, status = 422): Reply => json({ code, message }, status);
const absent = no('sheet_absent', '红字确认单不存在', 404);

function answer(world: World, call: Call): Reply {
  const query = call.query.toString();
  const path = query === '' ? call.path : `${call.path}?${query}`;
  const taxId = String(call.headers['x-tax-id'] ?? '');
  const wanted = createHmac('sha256', testSecret)
    .update(`${call.method}\n${path}\n${taxId}\n${call.body.toString('utf8')}`)
    .digest('hex');
  if (taxId !== testTaxId || call.headers['x-signature'] !== wanted) return no('signature', '签名不正确', 401);
  const service = serviceOf(call);
  if (!service) return pageNotFound;
  const fault = world.faults.take(before, { service: service.name });
  if (fault?.kind === 'hang_before') return silence;
  if (fault?.kind === 'throttled') return no('throttled', '调用过于频繁', 429);
  if (fault) return badGateway;
  const reply = service.serve(world, call);
  return answerAfter(world.faults.take(after, { service: service.name }), reply);
}

type Service = { name: string; serve(world: World, call: Call): Reply };

function serviceOf({ method, path }: Call): Service | undefined {
  const [, root, id, act, ...rest] = path.split('/');
  if (rest.length > 0) return undefined;
  if (path === '/access' && method === 'GET') return { name: 'access', serve: () => json({ ok: true }) };
  if (root !== 'red-sheets') return undefined;
  if (method === 'POST' && id === undefined) return { name: 'apply', serve: apply };
  if (method === 'GET' && id === undefined) return { name: 'find', serve: find };
  const ofSheet = (name: string, serve: (world: World, sheet: Sheet) => Reply): Service => ({
    name,
    serve: (world) => {
      const sheet = world.book.sheets.get(decodeURIComponent(id ?? ''));
      return sheet ? serve(world, sheet) : absent;
    },
  });
  if (method === 'GET' && act === undefined) return ofSheet('query', shown);
  if (method === 'POST' && act === 'revoke') return ofSheet('revoke', revoke);
  if (method === 'POST' && act === 'issue') return ofSheet('issue', issue);
  return undefined;
}

function shown({ book, clock }: World, sheet: Sheet): Reply {
  const now = book.sheets.get(sheet.id) ?? sheet;
  return json({
    uuid: now.id,
    hzqrxxztDm: book.statusOf(now, clock.now()),
    qrjzsj: now.needsBuyer ? shanghaiText(now.createdAt + CONFIRM_WITHIN_MS) : '',
    ykjhzfpbz: now.red ? 'Y' : 'N',
    hzfphm: now.red?.number ?? null,
    hzkprq: now.red ? shanghaiText(now.red.at) : null,
  });
}

function find(world: World, { query }: Call): Reply {
  const sheet = [...world.book.sheets.values()].find(({ requestId }) => requestId === query.get('qqlsh'));
  return sheet ? shown(world, sheet) : absent;
}

type Applied = {
  qqlsh?: string;
  xsfnsrsbh?: string;
  lzfphm?: string;
  chyyDm?: string;
  mxzb?: { lzmxxh?: number; hzcxje?: string; hzcxse?: string }[];
};

const redFen = (text: string | undefined): bigint | undefined =>
  text === '0.00' ? 0n : text?.startsWith('-') ? fenOf(text.slice(1)) : undefined;

function apply(world: World, call: Call): Reply {
  const { book, clock } = world;
  const given = JSON.parse(call.body.toString('utf8')) as Applied;
  const { qqlsh: requestId = '', lzfphm = '', chyyDm = '' } = given;
  const earlier = [...book.sheets.values()].find((sheet) => sheet.requestId === requestId);
  if (earlier) return shown(world, earlier);
  const blue = book.blues.get(lzfphm);
  if (requestId === '' || given.xsfnsrsbh !== testTaxId) return no('bad_request', '请求流水号或销方税号不正确');
  if (!blue) return no('blue_absent', `蓝字发票${lzfphm}不存在`);
  if (!['01', '02', '03', '04'].includes(chyyDm)) return no('reason', '冲红原因不正确');
  const lines: Sheet['lines'] = [];
  for (const { lzmxxh = 0, hzcxje, hzcxse } of given.mxzb ?? []) {
    const [net, tax] = [redFen(hzcxje), redFen(hzcxse)];
    if (net === undefined || tax === undefined || net === 0n) return no('amount', `第${lzmxxh}行红字金额不正确`);
    lines.push({ number: lzmxxh, net: String(net), tax: String(tax) });
  }
  if (lines.length === 0) return no('amount', '没有红字明细');
  const refusal = lines.map((line) => refusalOf(world, blue, line)).find(Boolean);
  if (refusal) return refusal;
  const needsBuyer = blue.buyerKind === 'company' && blue.booked;
  const id = `HZ${String(book.sheets.size + 1).padStart(10, '0')}`;
  const sheet = { id, requestId, blueNumber: lzfphm, reason: chyyDm, lines, needsBuyer, createdAt: clock.now() };
  book.record({ type: 'sheet_made', sheet });
  return shown(world, sheet);
}

/** One line may be in one open sheet, and no more is taken off it than it has. */
function refusalOf({ book, clock }: World, blue: BlueInvoice, line: Sheet['lines'][number]): Reply | undefined {
  const of = blue.lines.find(({ number }) => number === line.number);
  if (!of) return no('line_absent', `蓝字发票没有第${line.number}行`);
  const others = [...book.sheets.values()].filter(
    (sheet) => sheet.blueNumber === blue.number && sheet.lines.some(({ number }) => number === line.number),
  );
  const open = others.find((sheet) => book.isOpen(sheet, clock.now()));
  if (open) return no('sheet_open', `第${line.number}行已有未完成的红字确认单${open.id}`, 409);
  for (const part of ['net', 'tax'] as const) {
    const left = BigInt(of[part]) - book.redOf(blue.number, line.number, part);
    if (BigInt(line[part]) > left) return no('amount_exceeds', `第${line.number}行超过蓝字发票剩余可冲金额`);
  }
  return undefined;
}

function revoke(world: World, sheet: Sheet): Reply {
  const { book, clock } = world;
  if (sheet.red) return no('already_red', '红字发票已开具', 409);
  const status = book.statusOf(sheet, clock.now());
  if (status === '08' || status === '09') return shown(world, sheet);
  if (!book.isOpen(sheet, clock.now())) return no('sheet_ended', '红字确认单已作废', 409);
  book.record({ type: 'sheet_answered', id: sheet.id, status: status === '04' ? '09' : '08' });
  return shown(world, sheet);
}

function issue(world: World, sheet: Sheet): Reply {
  const { book, clock } = world;
  if (sheet.red) return shown(world, sheet);
  const status = book.statusOf(sheet, clock.now());
  if (status !== '01' && status !== '04') return no('not_confirmed', '红字确认单未确认，不能开具', 409);
  const issued = [...book.sheets.values()].filter(({ red }) => red).length + 1;
  const number = `2699${String(issued).padStart(16, '0')}`;
  book.record({ type: 'red_issued', id: sheet.id, number, at: clock.now() });
  return shown(world, sheet);
}

const steeringOf = (world: World): SteeringRoutes => ({
  ...commonRoutes(world),
  'GET /sheets': () =>
    [...world.book.sheets.values()].map((sheet) => ({
      ...sheet,
      status: world.book.statusOf(sheet, world.clock.now()),
    })),
  'POST /blue-invoices': ({ body }) => {
    world.book.record({ type: 'blue_issued', blue: blueIn(body) });
  },
  'POST /sheets/:id/answer': ({ path, body }) => {
    const sheet = world.book.sheets.get(path['id'] ?? '');
    if (!sheet) throw new SteeringError(404, `no sheet ${path['id']}`);
    const status = world.book.statusOf(sheet, world.clock.now());
    if (status !== '02') throw new SteeringError(409, `the sheet stands at ${status}`);
    const said = textIn(fieldsOf(body), 'answer') === 'confirm' ? '04' : '05';
    world.book.record({ type: 'sheet_answered', id: sheet.id, status: said });
  },
});

function blueIn(body: unknown): BlueInvoice {
  const fields = fieldsOf(body);
  const lines = Array.isArray(fields['lines']) ? fields['lines'].map(fieldsOf) : [];
  const answerText = optionalTextIn(fields, 'answer');
  return {
    number: textIn(fields, 'number'),
    buyerKind: textIn(fields, 'buyerKind') === 'company' ? 'company' : 'person',
    booked: optionalBooleanIn(fields, 'booked') ?? false,
    lines: lines.map((line) => ({
      number: optionalNumberIn(line, 'number') ?? 0,
      net: textIn(line, 'net'),
      tax: textIn(line, 'tax'),
    })),
    ...present({
      answer: answerText === 'confirm' || answerText === 'deny' ? answerText : undefined,
      answerAfterMs: optionalNumberIn(fields, 'answerAfterMs'),
    }),
  };
}
