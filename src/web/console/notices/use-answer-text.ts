import { useCallback } from 'react';
import { useTexts } from '../locales/texts.ts';

type Key = Parameters<ReturnType<typeof useTexts<'notices'>>>[0] & `answer.${string}`;

/** What the other sides say, and what it means to whoever set the channel up. */
const phrases: readonly (readonly [RegExp, Key])[] = [
  [/throttled/, 'answer.throttled'],
  [/^paused$/, 'answer.paused'],
  [/^gone:/, 'answer.gone'],
  [/^near_address/, 'answer.near'],
  [/^tls:/, 'answer.tls'],
  [/^(310000|19024): .*key ?words/i, 'answer.keyword'],
  [/^(310000|19022): .*\bip\b/i, 'answer.ip'],
  [/^(310000|19021):/, 'answer.bad_sign'],
  [/^(93000|93017|300001|300005|400101|19001|http_404):/, 'answer.bad_address'],
  [/^(40058|460101|19036):/, 'answer.too_long'],
  [/^(auth|smtp_53[045]):/, 'answer.mail_login'],
  [/^smtp_\d+: (?<said>.*)/, 'answer.mail_box'],
  [/^http_(?<status>401|403):/, 'answer.signature'],
  [/^http_(?<status>\d+): (?<said>.*)/, 'answer.http'],
  [/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/, 'answer.unreachable'],
  [/^(timeout|network)|cut off/, 'answer.no_answer'],
  [/^HTTP \d+|^-1:/, 'answer.their_fault'],
];

/** Says an answer in words; one that is not known here is shown as it came. */
export function useAnswerText() {
  const t = useTexts('notices');
  return useCallback(
    (answer: string): string => {
      for (const [pattern, key] of phrases) {
        const found = pattern.exec(answer);
        if (found) return t(key, found.groups ?? {});
      }
      return answer;
    },
    [t],
  );
}
