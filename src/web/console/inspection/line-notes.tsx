import { Link } from 'react-router';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { Tag } from '../parts/tag.tsx';

/** What else is known of the goods of a line, and what they wait for. */
export function LineNotes({ line }: { line: RmaView['lines'][number] }) {
  const t = useTexts('inspection');
  const { serials, foreignSerials, batch, expiry, waitsFor } = line;
  const facts = [
    serials.length > 0 ? t('serialsOf', { serials: serials.join(', ') }) : '',
    batch ? t('batchOf', { batch }) : '',
    expiry ? t('expiryOf', { expiry }) : '',
  ].filter(Boolean);
  return (
    <>
      {waitsFor ? (
        <p>
          <Link to={`/inspection/second-looks?kind=${waitsFor}`}>
            <Tag tone="amber">{t(`waits.${waitsFor}`)}</Tag>
          </Link>
        </p>
      ) : null}
      {facts.length > 0 ? <p className="faint">{facts.join(' · ')}</p> : null}
      {foreignSerials.length > 0 ? <p className="red">{t('foreign', { serials: foreignSerials.join(', ') })}</p> : null}
    </>
  );
}
