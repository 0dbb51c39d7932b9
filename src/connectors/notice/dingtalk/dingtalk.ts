import { z } from 'zod';
import type { TimedNotice } from '../../../domain/notices/notice.ts';
import { type Instant, toMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { send } from '../../http.ts';
import { codeText, optional, readAs } from '../../vendor-values.ts';
import { type CodeMeaning, outcomeOf, type Verdict } from '../answers.ts';
import type { NoticePort } from '../port.ts';
import { clippedTitle, fitted, markdownLink, plainly } from '../wording.ts';
import { dingtalkSign } from './sign.ts';

export type DingtalkConfig = {
  webhookUrl: string;
  /** `SEC…`, where the bot asks for signatures. */
  signSecret?: string;
  /** A word without which the bot takes no message. */
  keyword?: string;
  timeoutMs: number;
  now: () => Instant;
};

/** Unverified: the vendor speaks of some 20,000 bytes for a whole message. */
const MAX_BYTES = 6_000;
const PER_MINUTE = 20;
/** Whoever sends more than 20 a minute is shut out for ten minutes. */
const PAUSE_MS = 10 * 60_000;
const MAX_ANSWER_BYTES = 16_384;

export const dingtalkCodes: Readonly<Record<string, CodeMeaning>> = {
  '130101': { means: 'throttled', verified: true, from: 'errmsg "send too fast, exceed 20 times per minute"' },
  '310000': {
    means: 'mend',
    verified: true,
    from: 'errmsg "sign not match"; also for keywords, addresses, old timestamps',
  },
  '410100': { means: 'throttled', verified: false, from: 'newer pages: too fast' },
  '300001': { means: 'mend', verified: false, from: 'errmsg "token is not exist"' },
  '300005': { means: 'mend', verified: false, from: 'errmsg "token is not exist"' },
  '400101': { means: 'mend', verified: false, from: 'access_token does not exist' },
  '40035': { means: 'refused', verified: false, from: 'a parameter is wrong' },
  '-1': { means: 'busy', verified: false, from: 'the system is busy' },
};

const answer = z.object({ errcode: codeText, errmsg: optional(z.string()) });

function verdictIn(body: string): Verdict | undefined {
  const json = readExactJson(body);
  const reading = readAs(answer, json.kind === 'json' ? json.value : undefined);
  if (reading.kind === 'unreadable') return undefined;
  return { code: reading.value.errcode, message: (reading.value.errmsg ?? '').trim() };
}

/** Lines of a list: single line feeds are swallowed in this dialect. */
export const dingtalkText = (notice: TimedNotice, keyword = ''): string =>
  fitted(
    notice.lines,
    {
      head: `### ${plainly(clippedTitle(notice))}${keyword ? ` ${keyword}` : ''}`,
      line: (text) => `- ${plainly(text)}`,
      link: markdownLink(notice),
    },
    MAX_BYTES,
  );

function signedAddress({ webhookUrl, signSecret, now }: DingtalkConfig): string {
  if (!signSecret) return webhookUrl;
  const url = new URL(webhookUrl);
  const timestamp = toMs(now());
  url.searchParams.set('timestamp', String(timestamp));
  url.searchParams.set('sign', dingtalkSign(timestamp, signSecret));
  return url.href;
}

/** A custom bot of a 钉钉 group. */
export const dingtalk = (config: DingtalkConfig): NoticePort => ({
  capabilities: { maxBytes: MAX_BYTES, markdown: true, perMinute: PER_MINUTE, tellsRepeats: false },
  send: async (notice) => {
    const markdown = { title: plainly(clippedTitle(notice)), text: dingtalkText(notice, config.keyword) };
    const body = JSON.stringify({ msgtype: 'markdown', markdown });
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const { timeoutMs } = config;
    const answered = await send(
      { method: 'POST', url: signedAddress(config), headers, body, timeoutMs },
      MAX_ANSWER_BYTES,
    );
    return outcomeOf(answered, verdictIn, dingtalkCodes, PAUSE_MS);
  },
});
