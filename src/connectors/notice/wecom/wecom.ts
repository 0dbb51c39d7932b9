import { z } from 'zod';
import type { TimedNotice } from '../../../domain/notices/notice.ts';
import { readExactJson } from '../../exact-json.ts';
import { send } from '../../http.ts';
import { codeText, optional, readAs } from '../../vendor-values.ts';
import { type CodeMeaning, outcomeOf, type Verdict } from '../answers.ts';
import type { NoticePort } from '../port.ts';
import { clippedTitle, fitted, markdownLink, plainly } from '../wording.ts';

export type WecomConfig = { webhookUrl: string; timeoutMs: number };

/** Of `markdown.content`: error 40058 names the limit. */
const MAX_BYTES = 4_096;
const PER_MINUTE = 20;
const MAX_ANSWER_BYTES = 16_384;

export const wecomCodes: Readonly<Record<string, CodeMeaning>> = {
  '45009': { means: 'throttled', verified: true, from: 'errmsg "api freq out of limit", seen in answers' },
  '93000': { means: 'mend', verified: true, from: 'errmsg "invalid webhook url", seen in answers' },
  '40058': { means: 'refused', verified: true, from: 'errmsg "markdown.content exceed max length 4096"' },
  '-1': { means: 'busy', verified: false, from: 'general list of error codes: the system is busy' },
  '93017': { means: 'mend', verified: false, from: 'general list of error codes: the bot has left the group' },
};

const answer = z.object({ errcode: codeText, errmsg: optional(z.string()) });

function verdictIn(body: string): Verdict | undefined {
  const json = readExactJson(body);
  const reading = readAs(answer, json.kind === 'json' ? json.value : undefined);
  if (reading.kind === 'unreadable') return undefined;
  // The number of the trace behind the words is of use to nobody here.
  return { code: reading.value.errcode, message: (reading.value.errmsg ?? '').replace(/,? hint: .*$/, '') };
}

const colour = { info: 'info', warning: 'warning', urgent: 'warning' } as const;

/** Headings, quotes, links and three colours are all the markup there is. */
export const wecomText = (notice: TimedNotice): string =>
  fitted(
    notice.lines,
    {
      head: `### <font color="${colour[notice.severity]}">${plainly(clippedTitle(notice))}</font>`,
      line: (text) => `> ${plainly(text)}`,
      link: markdownLink(notice),
    },
    MAX_BYTES,
  );

/** A group bot of 企业微信: an address with a key, and nothing is signed. */
export const wecom = ({ webhookUrl, timeoutMs }: WecomConfig): NoticePort => ({
  capabilities: { maxBytes: MAX_BYTES, markdown: true, perMinute: PER_MINUTE, tellsRepeats: false },
  send: async (notice) => {
    const body = JSON.stringify({ msgtype: 'markdown', markdown: { content: wecomText(notice) } });
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const answered = await send({ method: 'POST', url: webhookUrl, headers, body, timeoutMs }, MAX_ANSWER_BYTES);
    return outcomeOf(answered, verdictIn, wecomCodes, 60_000);
  },
});
