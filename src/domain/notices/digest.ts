import type { NoticeId, Severity, TimedNotice } from './notice.ts';
import { severities } from './notice.ts';

const words = {
  zh: {
    title: (count: number) => `${count} 条通知`,
    of: { info: '消息', warning: '警告', urgent: '紧急' },
    tally: (count: number, word: string) => `${word} ${count} 条`,
    between: '，',
  },
  en: {
    title: (count: number) => `${count} notifications`,
    of: { info: 'info', warning: 'warning', urgent: 'urgent' },
    tally: (count: number, word: string) => `${count} ${word}`,
    between: ', ',
  },
} as const;

/** The word for how much a notice matters. */
export const severityWord = (severity: Severity, language: 'zh' | 'en'): string => words[language].of[severity];

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The beginning of a text that fits, whole characters only, with a sign that there was more. */
export function clip(text: string, maxBytes: number): string {
  if (bytesOf(text) <= maxBytes) return text;
  let kept = '';
  let left = maxBytes - bytesOf('…');
  for (const character of text) {
    left -= bytesOf(character);
    if (left < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

/** No title is so long that a digest could hold but a few. */
const MAX_LINE_BYTES = 240;

const lineOf = (notice: TimedNotice, language: 'zh' | 'en'): string =>
  clip(`${severityWord(notice.severity, language)} · ${notice.title.replace(/\s+/g, ' ')}`, MAX_LINE_BYTES);

/** The notices that go into one message, in the order in which they were given, as many as there is room for. */
export function fillDigests(notices: readonly TimedNotice[], maxBytes: number): TimedNotice[][] {
  const messages: TimedNotice[][] = [];
  let room = 0;
  for (const notice of notices) {
    const size = bytesOf(lineOf(notice, notice.language)) + LINE_OVERHEAD_BYTES;
    const last = messages.at(-1);
    if (last && size <= room) {
      last.push(notice);
      room -= size;
    } else {
      messages.push([notice]);
      room = maxBytes - HEAD_BYTES - size;
    }
  }
  return messages;
}

/** What a channel's markup puts around a line, at most; and the title, the tally, the link. */
const LINE_OVERHEAD_BYTES = 16;
const HEAD_BYTES = 800;

/**
 * One message that says what several notices say, the most serious first. Its id comes from the first one, so that the
 * same digest, sent again, is the same message.
 * @param url where all of them are to be seen
 */
export function digestOf(notices: readonly [TimedNotice, ...TimedNotice[]], url: string): TimedNotice {
  const [first] = notices;
  const { language } = first;
  const say = words[language];
  const ranked = severities.toReversed().map((severity) => notices.filter((notice) => notice.severity === severity));
  const tally = ranked
    .flatMap(([one, ...more]) => (one ? [say.tally(more.length + 1, say.of[one.severity])] : []))
    .join(say.between);
  const worst = ranked.flat()[0] ?? first;
  return {
    id: `${first.id}_digest` satisfies NoticeId,
    at: first.at,
    title: `${say.title(notices.length)}: ${tally}`.replace(': ', language === 'zh' ? '：' : ': '),
    lines: ranked.flat().map((notice) => lineOf(notice, language)),
    url,
    severity: worst.severity,
    language,
  };
}
