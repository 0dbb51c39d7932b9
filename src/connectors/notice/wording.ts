import { bytesOf, clip, severityWord } from '../../domain/notices/digest.ts';
import type { TimedNotice } from '../../domain/notices/notice.ts';

export const openWord = { zh: '打开查看', en: 'Open' } as const;

/** `[紧急] title`, for channels that have no colours. */
export const heading = ({ severity, title, language }: TimedNotice): string =>
  severity === 'info' ? inOneLine(title) : `[${severityWord(severity, language)}] ${inOneLine(title)}`;

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ');

/**
 * Signs that would make a link, an emphasis or a mention are replaced by their wide forms: a title may hold what a
 * stranger wrote, and the bots have no dependable way to escape.
 */
export const plainly = (text: string): string =>
  text.replace(/[<>[\]*`_#|~\\@!]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0)).replace(/\s+/g, ' ');

/** A parenthesis within the address would end the link. */
export const markdownLink = ({ url, language }: TimedNotice): string =>
  `[${openWord[language]}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;

/** How a kind of message writes its parts. */
export type Markup = { head: string; line: (text: string) => string; link: string };

const TITLE_BYTES = 300;

export const clippedTitle = (notice: TimedNotice): string => clip(heading(notice), TITLE_BYTES);

/** Heading, lines and link within so many bytes. What has no room is left out line by line, and the reader sees it. */
export function fitted(lines: readonly string[], { head, line, link }: Markup, maxBytes: number): string {
  const kept: string[] = [];
  let room = maxBytes - bytesOf(`${head}\n\n${link}`) - bytesOf(`\n${line('…')}`);
  for (const [index, text] of lines.entries()) {
    const written = line(text);
    const size = bytesOf(`\n${written}`);
    if (size <= room) {
      kept.push(written);
      room -= size;
      continue;
    }
    const around = bytesOf(`\n${line('')}`);
    kept.push(room - around > 40 ? line(clip(text, room - around)) : line('…'));
    if (index < lines.length - 1 && kept.at(-1) !== line('…')) kept.push(line('…'));
    break;
  }
  return [head, ...kept, '', link].join('\n');
}

/** The lines that have room, each on one line, for messages that are built of parts. */
export function fittedLines(lines: readonly string[], maxBytes: number): string[] {
  const bare: Markup = { head: '', line: inOneLine, link: '' };
  return fitted(lines, bare, maxBytes)
    .split('\n')
    .filter((line) => line !== '');
}

/** The whole notice as text, for people and programs without markup. */
export const asText = (notice: TimedNotice, maxBytes: number): string =>
  fitted(notice.lines, { head: clippedTitle(notice), line: inOneLine, link: notice.url }, maxBytes);
