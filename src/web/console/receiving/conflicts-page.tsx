import { Button } from 'antd';
import { Link } from 'react-router';
import { type ConflictView, listConflicts } from '../../../contract/receiving.ts';
import { call } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { LoadMore } from '../parts/load-more.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages } from '../parts/use-api.ts';
import { useRefusal } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { ConflictSettling } from './conflict-settling.tsx';

/** Steps at the dock that could not be merged. Each is somebody's decision: again, otherwise, or not at all. */
export default function ConflictsPage() {
  const t = useTexts('handheld');
  const { get, change } = useAddress();
  const state = get('state') === 'settled' ? 'settled' : 'open';
  const pages = usePages([listConflicts.path, state], (after, signal) =>
    call(listConflicts, { query: { state, limit: 30, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Page
      title={t('conflicts')}
      note={t('conflictsNote')}
      tools={(['open', 'settled'] as const).map((each) => (
        <Button
          key={each}
          type={each === state ? 'primary' : 'default'}
          aria-pressed={each === state}
          onClick={() => change({ state: each === 'open' ? null : each })}
        >
          {t(each === 'open' ? 'stateOpen' : 'stateSettled')}
        </Button>
      ))}
    >
      {pages.isPending ? <Waiting rows={6} /> : null}
      {pages.error ? <Failed error={pages.error} retry={pages.refetch} /> : null}
      {pages.data && pages.rows.length === 0 ? (
        <Blank
          title={t(state === 'open' ? 'noConflicts' : 'noSettled')}
          {...(state === 'open' ? { hint: t('noConflictsHint') } : {})}
        />
      ) : null}
      <ul className="conflicts">
        {pages.rows.map((conflict) => (
          <li key={conflict.id}>
            <Conflict conflict={conflict} />
          </li>
        ))}
      </ul>
      {pages.rows.length > 0 ? <LoadMore pages={pages} count={pages.rows.length} /> : null}
    </Page>
  );
}

function Conflict({ conflict }: { conflict: ConflictView }) {
  const t = useTexts('handheld');
  const words = useWords();
  const say = useRefusal();
  const { rma, line, pressedBy } = conflict;
  const known = (word: 'grade' | 'disposition' | 'difference', name: string) => {
    const value = conflict.body[name];
    return typeof value === 'string' ? ` · ${words(word, value)}` : '';
  };
  const quantity = conflict.body['quantity'];
  return (
    <Panel
      title={
        <>
          {words('dockStep', conflict.command)}
          {typeof quantity === 'number' ? ` × ${quantity}` : ''}
          {known('grade', 'grade')}
          {known('disposition', 'disposition')}
          {known('difference', 'kind')}
          {known('difference', 'cause')}
        </>
      }
      tools={<Tag tone={conflict.state === 'open' ? 'amber' : 'grey'}>{t(`outcome.${conflict.state}`)}</Tag>}
    >
      <p>
        {rma ? (
          <Link to={`/rmas/${rma.id}`} className="number">
            {rma.number}
          </Link>
        ) : (
          <span className="number">{conflict.waybill}</span>
        )}{' '}
        <span className="faint">
          {pressedBy.name || words('actor', pressedBy.kind)} · <When at={conflict.pressedAt} time />
        </span>
      </p>
      <dl className="conflict-facts">
        <dt>{t('why')}</dt>
        <dd className="red">{say(conflict.refusal)}</dd>
        {line ? (
          <>
            <dt>{t('now')}</dt>
            <dd>
              {t('nowLine', {
                title: line.title,
                count: line.quantity,
                reception: words('reception', line.reception),
                inspection: words('inspection', line.inspection),
                disposition: words('disposition', line.disposition),
              })}
            </dd>
          </>
        ) : null}
      </dl>
      {conflict.state === 'open' ? (
        <ConflictSettling conflict={conflict} />
      ) : (
        <p className="faint">
          {conflict.settledBy?.name} {conflict.settledAt ? <When at={conflict.settledAt} time /> : null}
        </p>
      )}
    </Panel>
  );
}
