import { type ReactNode, useState } from 'react';
import { now } from '../../ui/clock.ts';
import type { MyParcel, MyReturn } from '../shapes.ts';
import { useWords } from '../words/words.tsx';
import { type Station, stationsOf } from './stations.ts';
import { courierName } from './waybill.ts';

const SCANS_SHOWN = 2;

/** The way of the return, as a courier draws it; the parcels hang at the station where they travel. */
export function Track({ of }: { of: MyReturn }) {
  return (
    <ol className="track">
      {stationsOf(of).map((station) => (
        <StationItem key={station.code} station={station}>
          {station.code === 'sent' && of.parcels.length > 0
            ? of.parcels.map((parcel) => <Parcel key={parcel.waybill} parcel={parcel} />)
            : null}
        </StationItem>
      ))}
    </ol>
  );
}

function StationItem({ station, children }: { station: Station; children: ReactNode }) {
  const { words, formats } = useWords();
  const isAhead = station.state === 'ahead' || station.state === 'now';
  return (
    <li
      className={`station station-${station.state}`}
      {...(station.state === 'now' ? { 'aria-current': 'step' as const } : {})}
    >
      <div className="station-head">
        <strong>{words.stations[station.code][isAhead ? 'ahead' : 'done']}</strong>
        {station.at ? (
          <time dateTime={station.at} title={formats.full(station.at)} className="quiet-text">
            {formats.when(station.at, now(), { time: true })}
          </time>
        ) : null}
        {station.state === 'now' ? <span className="now">{words.now}</span> : null}
      </div>
      {children}
    </li>
  );
}

/** One parcel: who carries it, its number, and its scans, the newest first. */
function Parcel({ parcel }: { parcel: MyParcel }) {
  const { words, language, formats } = useWords();
  const [all, setAll] = useState(false);
  const states: Record<string, string> = words.parcelStates;
  const scans = parcel.scans.toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const shown = all ? scans : scans.slice(0, SCANS_SHOWN);
  return (
    <div className="parcel">
      <p>
        {courierName(parcel.courier, language)} <span className="waybill">{parcel.waybill}</span>
        {states[parcel.status] ? <span className="tag">{states[parcel.status]}</span> : null}
      </p>
      {scans.length === 0 ? <p className="quiet-text">{words.progress.noScans}</p> : null}
      <ul className="scans">
        {shown.map((scan, index) => (
          <li key={index}>
            <time dateTime={scan.at} className="quiet-text">
              {formats.when(scan.at, now(), { time: true })}
            </time>
            <span>{scan.text}</span>
          </li>
        ))}
      </ul>
      {scans.length > SCANS_SHOWN ? (
        <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.progress.fewerScans : words.progress.moreScans(scans.length)}
        </button>
      ) : null}
    </div>
  );
}
