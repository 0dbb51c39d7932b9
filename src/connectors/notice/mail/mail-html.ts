import { severityWord } from '../../../domain/notices/digest.ts';
import type { Severity, TimedNotice } from '../../../domain/notices/notice.ts';
import { openWord } from '../wording.ts';

const colours: Record<Severity, string> = { info: '#475467', warning: '#b54708', urgent: '#b42318' };
const MOST_LINES = 200;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Small, without pictures and without anything that is fetched: mail programs block those, and they tell who reads. */
export function mailHtml(notice: TimedNotice): string {
  const { severity, language, title, lines, url } = notice;
  const said = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'] : lines;
  const list = said.map((line) => `<li style="margin:4px 0">${escaped(line)}</li>`).join('');
  return `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><body style="margin:0;padding:24px;font:15px/1.6 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif;color:#1d2939">
<p style="margin:0 0 4px;color:${colours[severity]};font-weight:600">${severityWord(severity, language)}</p>
<h1 style="margin:0 0 12px;font-size:18px">${escaped(title)}</h1>
${list ? `<ul style="margin:0 0 16px;padding-left:20px">${list}</ul>` : ''}
<p style="margin:0"><a href="${escaped(url)}" style="color:#175cd3">${openWord[language]}</a></p>
</body></html>`;
}
