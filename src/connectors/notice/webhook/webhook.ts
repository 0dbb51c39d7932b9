import type { TimedNotice } from '../../../domain/notices/notice.ts';
import type { NoticePort } from '../port.ts';
import { fittedLines } from '../wording.ts';
import { sendSigned, type WebhookConfig } from './send-signed.ts';

export type { WebhookConfig } from './send-signed.ts';

const MAX_BYTES = 20_000;

/** The same for the same notice, byte by byte, so that a repeat differs in its timestamp and signature only. */
export const webhookBody = ({ id, at, title, lines, url, severity, language }: TimedNotice): string =>
  JSON.stringify({
    type: 'notice',
    timestamp: at,
    data: { id, severity, title, lines: fittedLines(lines, MAX_BYTES - 1_000), url, language },
  });

/** An address of the merchant's own, told by the rules of Standard Webhooks (standardwebhooks.com). */
export const webhook = (config: WebhookConfig): NoticePort => ({
  capabilities: { maxBytes: MAX_BYTES, markdown: false, tellsRepeats: true },
  send: (notice) => sendSigned(config, notice.id, webhookBody(notice)),
});
