import { useTranslation } from 'react-i18next';
import type { ForbiddenPhrase } from '../../../domain/returns/forbidden-phrases.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';

/** The text with what must not be said underlined, and below it why, each with its basis. */
export function ForbiddenNotes({ text, findings }: { text: string; findings: readonly ForbiddenPhrase[] }) {
  const t = useTexts('talk');
  const { i18n } = useTranslation();
  if (findings.length === 0) return null;
  const blocked = findings.some((found) => found.severity === 'block');
  return (
    <div className={`forbidden ${blocked ? 'red' : 'amber'}`} role="status">
      <Tag tone={blocked ? 'red' : 'amber'}>{t(blocked ? 'forbidden' : 'doubtful')}</Tag>
      <p className="forbidden-text">
        {pieces(text, findings).map((piece) =>
          piece.found ? (
            <mark key={piece.from} className={piece.found.severity}>
              {piece.text}
            </mark>
          ) : (
            <span key={piece.from}>{piece.text}</span>
          ),
        )}
      </p>
      <ul>
        {findings.map((found) => (
          <li key={found.from}>
            “{found.phrase}”：{i18n.language === 'en' ? found.says.en : found.says.zh}
            <span className="faint"> {t('basis', { basis: found.basis })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

type Piece = { text: string; from: number; found?: ForbiddenPhrase };

function pieces(text: string, findings: readonly ForbiddenPhrase[]): Piece[] {
  const all: Piece[] = [];
  let at = 0;
  for (const found of findings) {
    if (found.from > at) all.push({ text: text.slice(at, found.from), from: at });
    all.push({ text: text.slice(found.from, found.to), from: found.from, found });
    at = found.to;
  }
  if (at < text.length) all.push({ text: text.slice(at), from: at });
  return all;
}
