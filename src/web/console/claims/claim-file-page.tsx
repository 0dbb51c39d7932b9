import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { claimId } from '../../../contract/claim-views.ts';
import { type ClaimFile, getClaim } from '../../../contract/claims.ts';
import { problemOf } from '../../ui/api.ts';
import { now } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Money } from '../parts/money.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { pictureOf } from '../parts/photo-picker.tsx';
import { Tag } from '../parts/tag.tsx';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useEventText } from '../rma/use-event-text.ts';
import { FileGoods } from './file-goods.tsx';
import { claimTone } from './tones.ts';
import { useFileDownload } from './use-file-download.ts';
import { usePartyName } from './use-party-name.ts';

/** The file of a claim: everything in one place, to be printed and sent to whoever shall pay. */
export default function ClaimFilePage() {
  const t = useTexts('claims');
  const id = claimId.safeParse(useParams()['claimId']);
  if (id.success) return <Loaded id={id.data} />;
  return <Missing text={t('fileMissing')} />;
}

function Missing({ text }: { text: string }) {
  const t = useTexts('claims');
  return (
    <Blank title={text} hint={t('fileMissingHint')}>
      <Link to="/claims">
        <Button>{t('toList')}</Button>
      </Link>
    </Blank>
  );
}

function Loaded({ id }: { id: `clm_${string}` }) {
  const t = useTexts('claims');
  const answer = useRead(getClaim, { params: { claimId: id } });
  if (answer.data) return <File file={answer.data} />;
  if (!answer.error) return <Waiting rows={12} />;
  if (problemOf(answer.error).status === 404) return <Missing text={t('fileMissing')} />;
  return <Failed error={answer.error} retry={answer.refetch} />;
}

function File({ file }: { file: ClaimFile }) {
  const t = useTexts('claims');
  const words = useWords();
  const formats = useFormats();
  const { claim, rma } = file;
  const download = useFileDownload(file);
  return (
    <Page
      title={`${t('claimFile')} · ${rma.number}`}
      note={t('fileNote')}
      tools={
        <>
          <Tag tone={claimTone(claim)}>{words('claimState', claim.state)}</Tag>
          <Link to={`/rmas/${rma.id}`}>
            <Button>{t('col.rma')}</Button>
          </Link>
          <Button onClick={download}>{t('download')}</Button>
          <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('print')}
          </Button>
        </>
      }
    >
      <p className="print-only">{t('printedAt', { at: formats.full(now()) })}</p>
      <div className="claim-file">
        <Panel title={t('section.claim')}>
          <Claimed file={file} />
        </Panel>
        <Panel title={t('section.goods')}>
          <FileGoods file={file} />
        </Panel>
        <Panel title={t('section.parcel')}>
          <Road file={file} />
        </Panel>
        <Panel title={t('section.photos')}>
          <Photos file={file} />
        </Panel>
        <Panel title={t('section.money')}>
          <Paid file={file} />
        </Panel>
        <Panel title={t('section.story')}>
          <Story file={file} />
        </Panel>
      </div>
    </Page>
  );
}

function Claimed({ file: { claim, rma, order } }: { file: ClaimFile }) {
  const t = useTexts('claims');
  const words = useWords();
  const formats = useFormats();
  const partyName = usePartyName();
  return (
    <>
      <dl className="claim-facts">
        <Fact name={t('col.against')}>{`${words('claimParty', claim.against)} · ${partyName(claim)}`}</Fact>
        <Fact name={t('col.cause')}>{words('claimCause', claim.cause)}</Fact>
        <Fact name={t('col.waybill')}>
          <span className="number">{claim.waybill ?? '—'}</span>
        </Fact>
        <Fact name={t('col.reference')}>{claim.reference || '—'}</Fact>
        <Fact name={t('col.amount')}>
          <Money of={claim.amount} strong />
        </Fact>
        <Fact name={t('col.accepted')}>
          <Money of={claim.accepted} />
        </Fact>
        <Fact name={t('col.paid')}>
          <Money of={claim.paid} />
        </Fact>
        <Fact name={t('col.filed')}>{formats.full(claim.filedAt)}</Fact>
        <Fact name={t('col.due')}>
          <span className={claim.overdue ? 'red' : ''}>{formats.full(claim.answerDue)}</span>
        </Fact>
        <Fact name={t('order')}>
          <span className="number">{order.externalId}</span> {order.shopName}
        </Fact>
        <Fact name={t('reason')}>{`${words('resolution', rma.resolution)} · ${words('reason', rma.reason)}`}</Fact>
        <Fact name={t('opened')}>{formats.full(rma.openedAt)}</Fact>
      </dl>
      {claim.refusedBecause ? <p className="red">{t('refusedBecause', { because: claim.refusedBecause })}</p> : null}
      {rma.note ? (
        <p>
          <span className="faint">{t('buyerNote')}</span> {rma.note}
        </p>
      ) : null}
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function Road({ file: { parcel, weightGrams, expectedGrams } }: { file: ClaimFile }) {
  const t = useTexts('claims');
  const words = useWords();
  const formats = useFormats();
  const weight = [
    weightGrams === null ? t('noWeight') : t('weight', { grams: weightGrams }),
    expectedGrams === null ? '' : t('weightExpected', { grams: expectedGrams }),
  ].filter(Boolean);
  return (
    <>
      {parcel ? (
        <div className="parcel-head">
          <span>{words('courier', parcel.courier)}</span>
          <span className="number">{parcel.waybill}</span>
          <Tag tone={parcel.status === 'delivered' ? 'green' : 'amber'}>{words('parcelStatus', parcel.status)}</Tag>
        </div>
      ) : (
        <p className="faint">{t('noParcel')}</p>
      )}
      <p className="faint">{weight.join(' · ')}</p>
      {parcel && parcel.scans.length === 0 ? <p className="faint">{t('noScans')}</p> : null}
      <ol className="scans">
        {(parcel?.scans ?? []).map((scan) => (
          <li key={`${scan.at}${scan.text}`}>
            <span className="faint nowrap">{formats.full(scan.at)}</span>
            <span>
              {scan.text} {scan.location ? <span className="faint">{scan.location}</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Photos({ file: { photos } }: { file: ClaimFile }) {
  const t = useTexts('claims');
  const words = useWords();
  if (photos.length === 0) return <p className="faint">{t('noPhotos')}</p>;
  return (
    <div className="claim-photos">
      {photos.map(({ file, of }) => (
        <figure key={file}>
          <a href={pictureOf(file)} target="_blank" rel="noreferrer">
            <img src={pictureOf(file)} alt={words('claimPhoto', of)} />
          </a>
          <figcaption className="faint">{words('claimPhoto', of)}</figcaption>
        </figure>
      ))}
    </div>
  );
}

function Paid({ file: { refunds } }: { file: ClaimFile }) {
  const t = useTexts('claims');
  const words = useWords();
  const formats = useFormats();
  if (refunds.length === 0) return <p className="faint">{t('noRefund')}</p>;
  return (
    <ul className="claim-refunds">
      {refunds.map((refund) => (
        <li key={refund.id}>
          <Money of={refund.amount} strong /> <span>{words('refundState', refund.state)}</span>{' '}
          <span className="faint">{refund.settledAt ? formats.full(refund.settledAt) : ''}</span>
        </li>
      ))}
    </ul>
  );
}

function Story({ file: { history } }: { file: ClaimFile }) {
  const words = useWords();
  const say = useEventText();
  const formats = useFormats();
  return (
    <ol className="scans">
      {history.map((entry) => (
        <li key={entry.seq}>
          <span className="faint nowrap">{formats.full(entry.at)}</span>
          <span>
            {say(entry)} <span className="faint">{entry.actor.name || words('actor', entry.actor.kind)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
