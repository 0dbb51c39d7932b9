import { z } from 'zod';
import { formatDecimal, type Money } from '../../../domain/money.ts';
import { readAs } from '../../vendor-values.ts';
import type { Acted, ChannelPort, ChannelRefund, ChannelRefundRef, ReturnAddress } from '../port.ts';
import { done, refused } from '../settling.ts';
import type { Arguments } from './arguments.ts';
import { callAsc, dataOf, written } from './call.ts';
import { type JdConfig, unverified } from './config.ts';
import { bookedIn } from './decode-service.ts';
import { readAuditReasons, readServiceDocument, type ServiceDocument } from './service-shapes.ts';
import { type Current, settled } from './settle.ts';

/** Agrees that the buyer ships the goods back (`audit.send`), whether for money, for another article or for a repair. */
export const agreeToReturn = (config: JdConfig, ref: ChannelRefundRef, address: ReturnAddress): Promise<Acted> =>
  settled(
    config,
    ref,
    ({ status }) => status === 'awaiting_buyer_shipment' || status === 'awaiting_seller_receipt',
    (current) =>
      withDocument(current, async ({ service }) => {
        const details = service.applyDetailList.flatMap(({ applyDetailId }) => applyDetailId ?? []);
        // The audit confirms the buyer's own reason, or names another; the older documents call both by one name.
        if (!service.questionTypeCid1) return refused('audit_reason_missing', 'questionTypeCid1: missing');
        if (details.length === 0) return refused('apply_details_missing', 'applyDetailList: empty');
        if (!address.postcode) return refused('postcode_missing', 'JD wants the postcode of the return address');
        const isMobile = /^1\d{10}$/.test(address.phone);
        return write(config, 'audit.send', {
          ...lockOf(service),
          approveNotes: unverified(config).agreementNote,
          approveReasonCid1: Number(service.questionTypeCid1),
          approveReasonCid2: service.questionTypeCid2 ? Number(service.questionTypeCid2) : undefined,
          returnContactName: address.name,
          returnContactTel: address.phone,
          returnContactMobile: isMobile ? address.phone : undefined,
          returnZipcode: address.postcode,
          returnProvince: config.returnRegion.province,
          returnCity: config.returnRegion.city,
          returnCounty: config.returnRegion.county,
          returnVillage: config.returnRegion.village,
          returnDetailAddress: address.address,
          returnAddressType: config.returnAddressType,
          applyDetailIdList: details.map(BigInt),
        });
      }),
  );

/** JD takes words and a reason, but no picture. */
export const refuseService = (
  config: JdConfig,
  ref: ChannelRefundRef,
  refusal: Parameters<ChannelPort['refuse']>[1],
): Promise<Acted> => {
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(refusal.reasonId)) {
    return Promise.resolve(refused('reason_unknown', `reasonId: "${refusal.reasonId}" is none of JD’s reasons`));
  }
  const [cid1, cid2] = refusal.reasonId.split('.').map(Number);
  return settled(
    config,
    ref,
    ({ status }) => status === 'refused',
    (current) =>
      withDocument(current, ({ service }) =>
        write(config, 'audit.refuse', {
          ...lockOf(service),
          approveNotes: refusal.message,
          approveReasonCid1: cid1,
          approveReasonCid2: cid2,
        }),
      ),
  );
};

/** JD's reasons are a tree of two levels; one of the second level is named with that above it. */
export async function auditReasons(config: JdConfig, serviceId: bigint): ReturnType<ChannelPort['refuseReasons']> {
  const answer = await dataOf(config, callAsc(config, 'audit.reason.list', { serviceId, bizType: 1 }));
  if (answer.kind !== 'payload') return answer;
  const reading = readAuditReasons(answer.payload);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const byCode = new Map(reading.value.map((reason) => [reason.code, reason]));
  const parents = new Set(reading.value.map(({ parentCode }) => parentCode));
  return {
    kind: 'reasons',
    reasons: reading.value
      .filter(({ code }) => !parents.has(code))
      .map(({ code, parentCode, name }) => {
        const parent = byCode.get(parentCode ?? '');
        return parent ? { id: `${parent.code}.${code}`, text: `${parent.name} / ${name}` } : { id: code, text: name };
      }),
  };
}

const isBookedIn = ({ vendorStatus }: ChannelRefund): boolean => bookedIn.has(vendorStatus.split(' ')[0] ?? '');

/**
 * Books the returned goods in (拆包登记): no method of JD's pays, and this is what makes JD pay. What is paid JD reckons
 * itself, so an amount other than its own is refused here.
 */
export const bookIn = (config: JdConfig, ref: ChannelRefundRef, amount: Money): Promise<Acted> =>
  settled(
    config,
    ref,
    (refund) => refund.status === 'refunded' || isBookedIn(refund),
    (current) =>
      withDocument(current, async ({ service }) => {
        const { refund } = current;
        if (refund.resolution !== 'return_and_refund') {
          return refused('not_a_refund', `${refund.vendorKind} is not paid back`);
        }
        if (refund.amount.minor !== amount.minor) {
          return refused(
            'amount_not_asked',
            `${formatDecimal(refund.amount)} was asked for, not ${formatDecimal(amount)}`,
          );
        }
        if (refund.status === 'refunded' || isBookedIn(refund)) return done;
        const { serviceId, orderId } = lockOf(service);
        return write(config, 'receive.register', {
          serviceId,
          orderId,
          receivePin: config.operatePin,
          receiveName: config.operateNick,
          ...unverified(config).receiptStates,
          receiveRemark: unverified(config).receiptNote,
          wareNum: refund.quantity,
        });
      }),
  );

/** What each audit of JD's names, so that it can refuse when the service has moved on. */
const lockOf = ({ serviceId, orderId, sysVersion }: ServiceDocument['service']) => ({
  serviceId: BigInt(serviceId),
  orderId: BigInt(orderId),
  sysVersion: sysVersion ?? 0,
});

function withDocument({ raw }: Current, act: (document: ServiceDocument) => Promise<Acted>): Promise<Acted> {
  const wrapped = readAs(z.object({ service: z.unknown() }), raw);
  const document = wrapped.kind === 'read' ? readServiceDocument(wrapped.value.service) : wrapped;
  return document.kind === 'read' ? act(document.value) : Promise.resolve(refused('unreadable', document.reason));
}

const write = (config: JdConfig, name: string, args: Arguments): Promise<Acted> =>
  written(config, 'result', callAsc(config, name, args));
