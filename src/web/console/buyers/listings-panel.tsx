import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { BuyerView, ListingView } from '../../../contract/buyers.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { EndListingDialog } from './end-listing-dialog.tsx';
import { useLastDay } from './listed.tsx';

/** Every entry there ever was: which list, why, until when, who. */
export function ListingsPanel({ buyer }: { buyer: BuyerView }) {
  const t = useTexts('buyers');
  const { may } = useSession();
  const [ending, setEnding] = useState<ListingView>();
  const inForce = buyer.listings.find(({ state }) => state === 'in_force');
  const unused = inForce && !buyer.rulesAsk[inForce.kind];
  return (
    <Panel title={t('listings')}>
      {unused ? (
        <Alert
          type="warning"
          showIcon
          className="listing-unused"
          title={t(inForce.kind === 'block' ? 'blockUnused' : 'allowUnused')}
        />
      ) : null}
      {buyer.listings.length === 0 ? (
        <p className="faint">
          {t('noListings')}
          <br />
          {t('noListingsHint')}
        </p>
      ) : null}
      <ol className="listings">
        {buyer.listings.map((entry) => (
          <Entry key={entry.id} entry={entry} onEnd={may('buyer:list') ? () => setEnding(entry) : undefined} />
        ))}
      </ol>
      <p className="faint listing-note">{t('listingNote')}</p>
      {ending ? <EndListingDialog buyerId={buyer.id} entry={ending} onClose={() => setEnding(undefined)} /> : null}
    </Panel>
  );
}

const tones: Record<ListingView['state'], Tone> = { in_force: 'blue', lapsed: 'grey', ended: 'grey' };

function Entry({ entry, onEnd }: { entry: ListingView; onEnd: (() => void) | undefined }) {
  const t = useTexts('buyers');
  const day = useLastDay();
  return (
    <li className={entry.state === 'in_force' ? '' : 'over'}>
      <div className="listing-head">
        <strong>{t(`on.${entry.kind}`)}</strong>
        <Tag tone={tones[entry.state]}>{t(`state.${entry.state}`)}</Tag>
        <span className="faint">{day(entry.until)}</span>
        {entry.state === 'in_force' && onEnd ? (
          <Button size="small" onClick={onEnd}>
            {t('end')}
          </Button>
        ) : null}
      </div>
      <p>{entry.reason}</p>
      <p className="faint">
        {t('by', { name: entry.by })} <When at={entry.since} time />
        {entry.rma ? (
          <>
            {' · '}
            {t('evidence')}{' '}
            <Link to={`/rmas/${entry.rma.id}`} className="number">
              {entry.rma.number}
            </Link>
          </>
        ) : null}
      </p>
      {entry.endedAt ? (
        <p className="faint">
          {t('endedBy', { name: entry.endedBy })} <When at={entry.endedAt} time />
          {entry.endNote ? ` · ${entry.endNote}` : ''}
        </p>
      ) : null}
    </li>
  );
}
