import { Button } from 'antd';
import { Link } from 'react-router';
import { listUnknown } from '../../../contract/unknown-parcels.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Waiting } from '../parts/blank.tsx';
import { useRead } from '../parts/use-api.ts';

/** Nothing awaits this number: it was booked in as unknown before, or is now. */
export function UnknownStart({ code, onStart }: { code: string; onStart: () => void }) {
  const t = useTexts('unknownParcels');
  const open = useRead(listUnknown, { query: { waybill: code, limit: '1' } });
  const bound = useRead(listUnknown, { query: { waybill: code, limit: '1', state: 'bound' } });
  if (open.isPending || bound.isPending) return <Waiting rows={3} />;
  const known = open.data?.rows[0] ?? bound.data?.rows[0];
  if (known) {
    return (
      <Blank title={t('known', { code })} hint={t(known.state === 'bound' ? 'knownBound' : 'knownOpen')}>
        <Link to={`/unknown-parcels?state=${known.state}&parcel=${known.id}`}>
          <Button size="large" type="primary">
            {t('openIt')}
          </Button>
        </Link>
      </Blank>
    );
  }
  return (
    <Blank title={t('unknownTitle', { code })} hint={t('unknownHint')}>
      <button type="button" className="big primary" onClick={onStart}>
        {t('start')}
      </button>
    </Blank>
  );
}
