import { ArrowLeftOutlined } from '@ant-design/icons';
import { Link, useSearchParams } from 'react-router';
import { idOf } from '../../../contract/common.ts';
import { listUnknown, type UnknownRow } from '../../../contract/unknown-parcels.ts';
import { AGEING, unknownStates } from '../../../domain/parcels/unknown-parcel.ts';
import { call } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SelectTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages } from '../parts/use-api.ts';
import { couriers } from '../rma/courier-fields.tsx';
import { AgeTag } from './age-tag.tsx';
import { ParcelDetail } from './parcel-detail.tsx';

const unknownId = idOf('unp');

/** Parcels without an owner: the list at the left, whose one of them may be at the right. */
export default function UnknownPage() {
  const t = useTexts('unknownParcels');
  const words = useWords();
  const { get, change } = useAddress();
  const state = unknownStates.find((each) => each === get('state')) ?? 'open';
  const chosen = unknownId.safeParse(get('parcel'));
  const query = {
    state,
    ...(get('courier') ? { courier: get('courier') } : {}),
    ...(get('days') ? { minDays: get('days') } : {}),
  };
  const pages = usePages([listUnknown.path, query], (after, signal) =>
    call(listUnknown, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Page
      title={t('title')}
      note={t('note')}
      tools={
        <>
          <SelectTool
            name="days"
            label={t('anyAge')}
            options={[AGEING.attentionDays, AGEING.overdueDays, 15, 30].map((days) => ({
              value: String(days),
              label: t('atLeastDays', { days }),
            }))}
          />
          <SelectTool
            name="courier"
            label={t('allCouriers')}
            options={couriers.map((code) => ({ value: code, label: words('courier', code) }))}
          />
        </>
      }
    >
      <TabLinks
        label={t('title')}
        current={state}
        param="state"
        tabs={unknownStates.map((key) => ({ key, name: t(`state.${key}`) }))}
      />
      <div className={`unknown${chosen.success ? ' chosen' : ''}`}>
        <div className="unknown-list">
          <Listing pages={pages} blank={<Blank title={t(`empty.${state}`)} hint={t('emptyHint')} />}>
            {(rows) => (
              <ul>
                {rows.map((row) => (
                  <Row key={row.id} row={row} current={chosen.success && row.id === chosen.data} />
                ))}
              </ul>
            )}
          </Listing>
        </div>
        <div className="unknown-work">
          {chosen.success ? (
            <>
              <button type="button" className="unknown-back" onClick={() => change({ parcel: null })}>
                <ArrowLeftOutlined aria-hidden /> {t('back')}
              </button>
              <ParcelDetail id={chosen.data} />
            </>
          ) : pages.rows.length > 0 ? (
            <Blank title={t('choose')} />
          ) : null}
        </div>
      </div>
    </Page>
  );
}

function Row({ row, current }: { row: UnknownRow; current: boolean }) {
  const t = useTexts('unknownParcels');
  const words = useWords();
  const [params] = useSearchParams();
  const next = new URLSearchParams(params);
  next.set('parcel', row.id);
  const goods = row.items.map(({ title, quantity }) => `${title} × ${quantity}`).join('，');
  return (
    <li>
      <Link to={`?${next}`} className="unknown-row" aria-current={current ? 'true' : undefined}>
        <span className="unknown-row-head">
          <strong className="number">{row.waybill ?? t('noWaybill')}</strong>
          <AgeTag parcel={row} />
        </span>
        <span>{goods || t('notOpened')}</span>
        <span className="faint">
          {[
            row.courier ? words('courier', row.courier) : '',
            row.sender.phoneTail ? t('tail', { tail: row.sender.phoneTail }) : '',
            words('location', row.location),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {row.suggested && row.state === 'open' ? (
          <Tag tone="green">{t('suggested', { number: row.suggested.number })}</Tag>
        ) : null}
      </Link>
    </li>
  );
}
