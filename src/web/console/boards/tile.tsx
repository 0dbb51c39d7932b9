import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import type { Metric } from '../../../domain/metrics/metric-catalogue.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { type Cell, saveCsv } from '../parts/csv.ts';
import { Panel } from '../parts/page.tsx';
import { Definition } from './definition.tsx';
import { useBoardQuery } from './use-board-query.ts';

type Answer<Data> = { data: Data | undefined; error: unknown; refetch: () => unknown };

type Props<Data> = {
  title: string;
  answer: Answer<Data>;
  metric?: Metric;
  note?: (data: Data) => ReactNode;
  isEmpty: (data: Data) => boolean;
  /** The table as a file: what is shown, with its numbers bare. */
  csv: (data: Data) => { head: readonly string[]; rows: Cell[][] };
  tools?: ReactNode;
  /** As high as two others. */
  tall?: boolean;
  children: (data: Data) => ReactNode;
};

/** One question of the board in each of its states: on its way, failed, empty, answered. */
export function Tile<Data>({ title, answer, metric, note, isEmpty, csv, tools, tall, children }: Props<Data>) {
  const t = useTexts('boards');
  const { message } = App.useApp();
  const { query } = useBoardQuery();
  const { data, error } = answer;
  const save = () => {
    if (!data) return;
    const { head, rows } = csv(data);
    saveCsv(`${title}-${query.from}-${query.to}.csv`, [head, ...rows]);
    message.success(t('exported', { count: rows.length }));
  };
  return (
    <Panel
      className={tall ? 'board-tile tall' : 'board-tile'}
      title={
        <>
          {title}
          {metric ? <Definition metric={metric} /> : null}{' '}
          {data && note ? <small className="faint">{note(data)}</small> : null}
        </>
      }
      tools={
        <span className="board-tools">
          {tools}
          <Tooltip title={t('csv')}>
            <Button
              type="text"
              size="small"
              icon={<DownloadOutlined />}
              aria-label={`${t('csv')}: ${title}`}
              disabled={!data || isEmpty(data)}
              onClick={save}
            />
          </Tooltip>
        </span>
      }
    >
      {error && !data ? <Failed error={error} retry={answer.refetch} /> : null}
      {!error && !data ? <Waiting rows={5} /> : null}
      {data && isEmpty(data) ? <Blank title={t('noData')} hint={t('noDataHint')} /> : null}
      {data && !isEmpty(data) ? children(data) : null}
    </Panel>
  );
}
