import { z } from 'zod';
import { isPositive } from '../../../domain/money.ts';
import { idText } from '../../vendor-values.ts';
import { settlesAfter } from '../account.ts';
import type { FinancePort, FinanceVoucher, PushOutcome, VoucherLookup } from '../port.ts';
import { amountOf, markOf, summaryOf, yuanNumber } from '../written.ts';
import { type GatewayAnswer, type YonbipGateway, yonbipGateway } from './gateway.ts';

export type YonbipConfig = YonbipGateway & {
  book: string;
  /** 凭证类型, by its code. */
  voucherType: string;
  makerMobile: string;
};

type CallGateway = (path: string, body: object) => Promise<GatewayAnswer>;

const ADD = '/yonbip/fi/ficloud/openapi/voucher/addVoucher';
const LIST = '/yonbip/fi/ficloud/openapi/voucher/queryVouchers';
const SOURCE = 'RETURNS_ERP';
const PAGE = 200;
const SUCCESS = '200';

const added = z.object({ voucherId: idText, billCode: idText.optional() });
const listed = z.object({
  recordCount: z.coerce.number(),
  recordList: z.array(
    z.object({
      header: z.object({ id: idText, billcode: idText.optional(), voucherstatus: z.string().optional() }),
      body: z.array(z.object({ description: z.string().nullish() })).default([]),
    }),
  ),
});

/** 作废: it stands in the list and books nothing. */
const VOIDED = '05';

/** 用友 YonBIP. It keeps one voucher under each of our ids by itself; before sending again we ask all the same. */
export function yonbip(config: YonbipConfig): FinancePort {
  const call = yonbipGateway(config);
  return {
    settlesMs: settlesAfter(config.timeoutMs),
    pushVoucher: (voucher) => push(call, config, voucher),
    findVoucher: (voucher) => find(call, config, voucher),
    checkAccess: async () => {
      const answer = await call(LIST, { accbookCode: config.book, pager: { pageIndex: 1, pageSize: 1 } });
      if (answer.kind === 'answered')
        return answer.code === SUCCESS ? { kind: 'works' } : { kind: 'refused', message: answer.message };
      if (answer.kind === 'configuration_fault') return { kind: 'refused', message: answer.message };
      return { kind: 'unknown', cause: answer.kind === 'unknown' ? answer.cause : 'throttled' };
    },
  };
}

async function push(call: CallGateway, config: YonbipConfig, voucher: FinanceVoucher): Promise<PushOutcome> {
  const answer = await call(ADD, {
    accbookCode: config.book,
    voucherTypeCode: config.voucherType,
    period: voucher.period,
    makeTime: voucher.date,
    makerMobile: config.makerMobile,
    srcSystemCode: SOURCE,
    businessId: voucher.id,
    attachedBill: voucher.attachments,
    bodies: voucher.lines.map((line, index) => {
      const amount = yuanNumber(amountOf(line));
      return {
        description: summaryOf(voucher, index),
        accsubjectCode: line.account,
        ...(line.auxiliary
          ? { clientAuxiliaryList: [{ filedCode: line.auxiliary.dimension, valueCode: line.auxiliary.code }] }
          : {}),
        ...(isPositive(line.debit)
          ? { debitOriginal: amount, debitOrg: amount }
          : { creditOriginal: amount, creditOrg: amount }),
        rateType: '01',
        rateOrg: 1,
        currencyCode: 'CNY',
        busidate: voucher.date,
      };
    }),
  });
  if (answer.kind !== 'answered') return answer;
  if (answer.code !== SUCCESS) return { kind: 'refused', code: answer.code, message: answer.message };
  const read = added.safeParse(answer.data).data;
  if (!read) return { kind: 'unknown', cause: 'it says it succeeded and names no voucher' };
  return { kind: 'booked', vendorId: read.voucherId, vendorNumber: read.billCode ?? '' };
}

/** The list cannot be asked for our id, so the vouchers of that day are read and their marks compared. */
async function find(
  call: CallGateway,
  config: YonbipConfig,
  { id, period, date }: Pick<FinanceVoucher, 'id' | 'period' | 'date'>,
): Promise<VoucherLookup> {
  for (let pageIndex = 1; ; pageIndex++) {
    const answer = await call(LIST, {
      accbookCode: config.book,
      pager: { pageIndex, pageSize: PAGE },
      periodStart: period,
      periodEnd: period,
      makeTimeStart: date,
      makeTimeEnd: date,
    });
    if (answer.kind !== 'answered') return answer;
    if (answer.code !== SUCCESS) return { kind: 'configuration_fault', message: `${answer.code} ${answer.message}` };
    const read = listed.safeParse(answer.data).data;
    if (!read) return { kind: 'unknown', cause: 'the list of vouchers has another shape' };
    const found = read.recordList.find(
      ({ header, body }) =>
        header.voucherstatus !== VOIDED && body.some(({ description }) => description?.includes(markOf(id))),
    );
    if (found) return { kind: 'booked', vendorId: found.header.id, vendorNumber: found.header.billcode ?? '' };
    if (read.recordList.length === 0 || pageIndex * PAGE >= read.recordCount) return { kind: 'absent' };
  }
}
