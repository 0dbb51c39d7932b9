import { useTexts } from '../locales/texts.ts';

/** How much of the most somebody may have in hand is in hand. */
export function LoadBar({ open, max }: { open: number; max: number }) {
  const t = useTexts('team');
  const share = Math.min(1, open / max);
  const tone = share >= 1 ? 'full' : share >= 0.8 ? 'near' : '';
  return (
    <span className={`load ${tone}`}>
      <span className="load-words">{t('inHandOf', { open, max })}</span>
      <span className="load-bar" aria-hidden>
        <span style={{ inlineSize: `${share * 100}%` }} />
      </span>
    </span>
  );
}
