import { Button, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { listTrialCases } from '../../../contract/policy.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import type { Content } from './content.ts';
import { outcomeOfKey } from './outcome-matrix.ts';
import type { Trial } from './trial-list.tsx';
import { pageOfCases, type TrialCase } from './trial-page.ts';
import { useRuleName } from './use-rule-name.ts';
import { useOutcomeText } from './use-rule-words.ts';
import { useTrialExport } from './use-trial-export.ts';

/** The cases that the draft would have decided otherwise, all or those of one cell. */
export function TrialCases({ trial, content }: { trial: Trial; content: Content }) {
  const t = useTexts('trial');
  const shell = useTexts('shell');
  const words = useWords();
  const outcomeText = useOutcomeText();
  const { get, change } = useAddress();
  const [was, would, goodsClass] = [get('was'), get('would'), get('goodsClass')];
  const query = { ...(was ? { was } : {}), ...(would ? { would } : {}), ...(goodsClass ? { goodsClass } : {}) };
  const filtered = was ?? would ?? goodsClass;
  // Read anew when a running trial has found more.
  const pages = usePages([listTrialCases.path, trial.id, query, trial.differing], (after, signal) =>
    pageOfCases(trial.id, query, after, signal),
  );
  const { run, busy } = useTrialExport(trial, query, content);
  const columns = useColumns(content);
  const what = [
    ...(was && would
      ? [t('wasWould', { was: outcomeText(outcomeOfKey(was)), would: outcomeText(outcomeOfKey(would)) })]
      : []),
    ...(goodsClass ? [words('goodsClass', goodsClass)] : []),
  ].join(' · ');
  return (
    <Panel
      title={t('list')}
      tools={
        <span className="trial-tools">
          {filtered ? (
            <>
              <span>{t('filtered', { what })}</span>
              <Button size="small" onClick={() => change({ was: null, would: null, goodsClass: null })}>
                {t('clear')}
              </Button>
            </>
          ) : null}
          <Button size="small" loading={busy} disabled={trial.differing === 0} onClick={run}>
            {shell('export')}
          </Button>
        </span>
      }
    >
      <Listing
        pages={pages}
        blank={
          filtered ? <Blank title={t('noneSuch')} /> : <Blank title={t('noDiffering')} hint={t('noDifferingHint')} />
        }
      >
        {(rows) => <PlainTable rowKey="rmaId" columns={columns} dataSource={rows} />}
      </Listing>
    </Panel>
  );
}

function useColumns(content: Content): TableColumnsType<TrialCase> {
  const t = useTexts('trial');
  const words = useWords();
  const outcomeText = useOutcomeText();
  const ruleName = useRuleName(content);
  const answer = ({ outcome, ruleId }: TrialCase['was']) => (
    <>
      {outcomeText(outcomeOfKey(outcome))}
      <div className="faint">
        <span className="wrap">{ruleName(ruleId)}</span>
      </div>
    </>
  );
  return [
    {
      title: t('column.number'),
      render: (_, { rmaId, number, wasLate }) => (
        <>
          <Link to={`/rmas/${rmaId}`} className="number">
            {number}
          </Link>
          {wasLate ? (
            <div>
              <Tag tone="red">{t('wasLate')}</Tag>
            </div>
          ) : null}
        </>
      ),
    },
    { title: t('column.shop'), render: (_, { shopName }) => shopName },
    { title: t('column.openedAt'), render: (_, { openedAt }) => <When at={openedAt} /> },
    { title: t('column.amount'), align: 'right', render: (_, { amount }) => <Money of={amount} /> },
    { title: t('column.goodsClass'), render: (_, { goodsClass }) => words('goodsClass', goodsClass) },
    { title: t('column.was'), render: (_, { was }) => answer(was) },
    { title: t('column.would'), render: (_, { would }) => answer(would) },
  ];
}
