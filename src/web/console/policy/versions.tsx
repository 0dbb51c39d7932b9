import { Button, Checkbox, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { listPolicyVersions } from '../../../contract/policy.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { usePages } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { RollBack } from './roll-back.tsx';
import type { Release } from './use-release.ts';

type Version = ReplyOf<typeof listPolicyVersions>['rows'][number];

const tones: Record<Version['state'], Tone> = { live: 'green', candidate: 'blue', past: 'grey' };

/** What was published, when, by whom and why; any two compared, any one made live again. */
export function Versions({ release }: { release: Release | null }) {
  const t = useTexts('policy');
  const go = useNavigate();
  const [picked, setPicked] = useState<readonly number[]>([]);
  const [back, setBack] = useState<number | null>(null);
  const pages = usePages([listPolicyVersions.path], (after, signal) =>
    call(listPolicyVersions, { query: after ? { after } : {} }, { signal }),
  );
  const [older, newer] = picked.toSorted((a, b) => a - b);
  const pick = (version: number, on: boolean) =>
    setPicked((before) => (on ? [...before, version].slice(-2) : before.filter((other) => other !== version)));
  const columns = useColumns({ picked, pick, rollBack: setBack });
  return (
    <Panel
      title={<span className="faint plain-weight">{t('compareHint')}</span>}
      tools={
        <Button
          size="small"
          disabled={newer === undefined}
          onClick={() => void go(`/policy/versions/${newer}?with=${older}`)}
        >
          {t('compareTwo')}
        </Button>
      }
    >
      <Listing pages={pages} blank={<Blank title={t('noVersions')} />}>
        {(rows) => <PlainTable rowKey="version" columns={columns} dataSource={rows} />}
      </Listing>
      {back !== null && release ? <RollBack version={back} release={release} onClose={() => setBack(null)} /> : null}
    </Panel>
  );
}

type Tools = {
  picked: readonly number[];
  pick: (version: number, on: boolean) => void;
  rollBack: (version: number) => void;
};

function useColumns({ picked, pick, rollBack }: Tools): TableColumnsType<Version> {
  const t = useTexts('policy');
  const { may } = useSession();
  return [
    {
      key: 'pick',
      width: 40,
      render: (_, { version }) => (
        <Checkbox
          aria-label={t('pick', { version })}
          checked={picked.includes(version)}
          onChange={({ target }) => pick(version, target.checked)}
        />
      ),
    },
    {
      title: t('column.version'),
      render: (_, { version, state }) => (
        <span className="nowrap">
          <Link to={`/policy/versions/${version}`} className="number">
            {t('versionShort', { version })}
          </Link>{' '}
          {state === 'past' ? null : <Tag tone={tones[state]}>{t(`state.${state}`)}</Tag>}
        </span>
      ),
    },
    { title: t('column.publishedAt'), render: (_, { publishedAt }) => <When at={publishedAt} time /> },
    { title: t('column.publishedBy'), render: (_, { publishedBy }) => publishedBy.name },
    { title: t('column.note'), render: (_, { note }) => <span className="wrap">{note}</span> },
    { title: t('column.rows'), align: 'right', render: (_, { rows }) => <span className="number">{rows}</span> },
    {
      title: t('column.returns'),
      align: 'right',
      render: (_, { returns30Days }) => <span className="number">{formatCount(returns30Days)}</span>,
    },
    {
      key: 'tools',
      align: 'right',
      render: (_, { version, state }) =>
        state === 'past' && may('policy:publish') ? (
          <Button size="small" onClick={() => rollBack(version)}>
            {t('rollBack')}
          </Button>
        ) : null,
    },
  ];
}
