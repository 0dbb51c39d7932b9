import { useAnswerText } from './use-answer-text.ts';

/** An answer in words, with the text as it came on hover. */
export function Answer({ of }: { of: string }) {
  const say = useAnswerText();
  return <span title={of}>{say(of)}</span>;
}
