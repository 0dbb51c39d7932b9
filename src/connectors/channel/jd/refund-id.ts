const applicationPrefix = 'refundapply-';

/** JD numbers after-sale services and refund applications apart from each other; Guilai knows both as refunds. */
export type JdRefundId = { kind: 'service' | 'application'; number: bigint };

export const applicationId = (number: string): string => `${applicationPrefix}${number}`;

/** Undefined for what cannot be a number of JD's. */
export function readRefundId(externalId: string): JdRefundId | undefined {
  const kind = externalId.startsWith(applicationPrefix) ? 'application' : 'service';
  const digits = kind === 'application' ? externalId.slice(applicationPrefix.length) : externalId;
  return readNumber(digits) === undefined ? undefined : { kind, number: BigInt(digits) };
}

export const readNumber = (text: string): bigint | undefined =>
  /^[1-9]\d{0,18}$/.test(text) ? BigInt(text) : undefined;
