import { useWords } from '../words/words.tsx';

type Props = { reason: string | { zh: string; en: string }; clause: string | null };

/** Why the request was answered so, and where that is written. */
export function Ground({ reason, clause }: Props) {
  const { words, language } = useWords();
  const said = typeof reason === 'string' ? reason : reason[language === 'en' ? 'en' : 'zh'];
  return (
    <p className="card ground">
      <span className="quiet-text">{words.shared.why}</span>
      <strong>{said}</strong>
      {clause ? (
        <span className="quiet-text">
          {words.shared.clause} {clause}
        </span>
      ) : null}
    </p>
  );
}
