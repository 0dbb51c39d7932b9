import { z } from 'zod';
import { readAs } from '../../vendor-values.ts';
import type { ChannelPort } from '../port.ts';
import type { Unverified } from './config.ts';
import { decodeApplication } from './decode-application.ts';
import { decodeService } from './decode-service.ts';

/** A document of the inbox is one of the two kinds of request that JD knows. */
const document = z.union([z.object({ service: z.unknown() }), z.object({ application: z.unknown() })]);

export function decodeRefund(
  raw: unknown,
  sumUnit: Unverified['applicationSumUnit'],
): ReturnType<ChannelPort['decodeRefund']> {
  const reading = readAs(document, raw);
  if (reading.kind === 'unreadable')
    return { kind: 'unreadable', reason: 'neither a service nor a refund application' };
  return 'service' in reading.value
    ? decodeService(reading.value.service)
    : decodeApplication(reading.value.application, sumUnit);
}
