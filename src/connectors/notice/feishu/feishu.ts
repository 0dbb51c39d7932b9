import { z } from 'zod';
import { clip } from '../../../domain/notices/digest.ts';
import type { TimedNotice } from '../../../domain/notices/notice.ts';
import { type Instant, toMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { send } from '../../http.ts';
import { codeText, optional, readAs } from '../../vendor-values.ts';
import { type CodeMeaning, outcomeOf, type Verdict } from '../answers.ts';
import type { NoticePort } from '../port.ts';
import { clippedTitle, fittedLines, openWord } from '../wording.ts';
import { feishuSign } from './sign.ts';

export type FeishuConfig = {
  webhookUrl: string;
  signSecret?: string;
  keyword?: string;
  timeoutMs: number;
  now: () => Instant;
};

/** The request may have 20 KB; JSON makes a text longer, so the text has half of that. */
const MAX_BYTES = 9_000;
const PER_MINUTE = 100;
const MAX_ANSWER_BYTES = 16_384;

export const feishuCodes: Readonly<Record<string, CodeMeaning>> = {
  '11232': { means: 'throttled', verified: true, from: 'guide to custom bots: 100 a minute, 5 a second' },
  '19021': { means: 'mend', verified: true, from: 'msg "sign match fail or timestamp is not within one hour"' },
  '19036': { means: 'refused', verified: true, from: 'too large, as measured by others' },
  '9499': { means: 'refused', verified: false, from: 'the request is malformed' },
  '19001': { means: 'mend', verified: false, from: 'msg "incoming webhook access token invalid"' },
  '19022': { means: 'mend', verified: false, from: 'msg "ip not allowed"' },
  '19024': { means: 'mend', verified: false, from: 'msg "Key Words Not Found"' },
  '99991400': { means: 'throttled', verified: false, from: 'general list of error codes: too many requests' },
};

/** The older form of a good answer has `StatusCode` alone. */
const answer = z
  .object({
    code: optional(codeText),
    msg: optional(z.string()),
    StatusCode: optional(codeText),
    StatusMessage: optional(z.string()),
  })
  .refine(({ code, StatusCode }) => code !== undefined || StatusCode !== undefined);

function verdictIn(body: string): Verdict | undefined {
  const json = readExactJson(body);
  const reading = readAs(answer, json.kind === 'json' ? json.value : undefined);
  if (reading.kind === 'unreadable') return undefined;
  const { code, msg, StatusCode, StatusMessage } = reading.value;
  return { code: code ?? StatusCode ?? '', message: msg ?? StatusMessage ?? '' };
}

/** A rich text has no markup within its words, so nothing has to be made harmless. */
export function feishuPost(notice: TimedNotice, keyword = '') {
  const paragraphs = fittedLines(notice.lines, MAX_BYTES - 600);
  return {
    title: clip(`${clippedTitle(notice)}${keyword ? ` ${keyword}` : ''}`, 400),
    content: [
      ...paragraphs.map((line) => [{ tag: 'text', text: line }]),
      [{ tag: 'a', text: openWord[notice.language], href: notice.url }],
    ],
  };
}

function signature({ signSecret, now }: FeishuConfig): { timestamp?: string; sign?: string } {
  if (!signSecret) return {};
  const timestamp = Math.floor(toMs(now()) / 1000);
  return { timestamp: String(timestamp), sign: feishuSign(timestamp, signSecret) };
}

/** A custom bot of a 飞书 group. */
export const feishu = (config: FeishuConfig): NoticePort => ({
  capabilities: { maxBytes: MAX_BYTES, markdown: false, perMinute: PER_MINUTE, tellsRepeats: false },
  send: async (notice) => {
    const post = { [notice.language === 'zh' ? 'zh_cn' : 'en_us']: feishuPost(notice, config.keyword) };
    const body = JSON.stringify({ ...signature(config), msg_type: 'post', content: { post } });
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const { webhookUrl: url, timeoutMs } = config;
    const answered = await send({ method: 'POST', url, headers, body, timeoutMs }, MAX_ANSWER_BYTES);
    return outcomeOf(answered, verdictIn, feishuCodes, 60_000);
  },
});
