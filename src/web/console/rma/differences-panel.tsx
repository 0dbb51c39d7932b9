import { Button } from 'antd';
import { Link } from 'react-router';
import { settleDifference } from '../../../contract/receiving.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { differenceOutcomes } from '../../../domain/returns/difference.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { pictureOf, thumbOf } from '../parts/photo-picker.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { useRmaAct } from './use-rma-act.ts';

/** What the count found other than was agreed, with its proof; a person says here what holds. */
export function DifferencesPanel({ rma }: { rma: RmaView }) {
  const t = useTexts('handheld');
  const words = useWords();
  const { may } = useSession();
  const settle = useRmaAct(settleDifference, 'settle_difference', rma);
  if (rma.differences.length === 0) return null;
  return (
    <Panel title={t('differences')}>
      <ul className="differences">
        {rma.differences.map((difference) => {
          const line = rma.lines.find(({ id }) => id === difference.lineId);
          const isOpen = difference.outcome === null;
          return (
            <li key={difference.id}>
              <p>
                <Tag tone={isOpen ? 'red' : 'grey'}>{words('difference', difference.kind)}</Tag>{' '}
                <strong>× {difference.quantity}</strong> <span className="number">{difference.sku}</span>{' '}
                {line && line.sku !== difference.sku ? <span className="faint">({line.title})</span> : null}{' '}
                {difference.weightGrams ? <span>{t('grams', { count: difference.weightGrams })}</span> : null}{' '}
                <span className="faint">
                  <When at={difference.at} time />
                </span>
              </p>
              {difference.photos.map((file) => (
                <a key={file} href={pictureOf(file)} target="_blank" rel="noreferrer">
                  <img src={thumbOf(file)} alt="" width={64} height={64} />
                </a>
              ))}
              {difference.unknownId ? (
                <p>
                  <Link to={`/unknown-parcels?parcel=${difference.unknownId}`}>{t('setApart')}</Link>
                </p>
              ) : null}
              {difference.outcome ? <p className="faint">{words('differenceOutcome', difference.outcome)}</p> : null}
              {isOpen && may('rma:review') ? (
                <div className="conflict-tools">
                  <span>{t('settleAs')}</span>
                  {differenceOutcomes.map((outcome) => (
                    <Button
                      key={outcome}
                      disabled={settle.isPending}
                      onClick={() =>
                        settle.mutate({
                          params: { rmaId: rma.id, differenceId: difference.id },
                          body: { outcome },
                        })
                      }
                    >
                      {words('differenceOutcome', outcome)}
                    </Button>
                  ))}
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
