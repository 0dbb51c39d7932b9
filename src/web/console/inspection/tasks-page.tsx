import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { countTasks, getBook, listTasks, type TaskView, taskKinds } from '../../../contract/inspection.ts';
import { getRma } from '../../../contract/returns.ts';
import { approveScrap } from '../../../contract/warehouse.ts';
import { call } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank, Waiting } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Page } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useAct, usePages, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { InspectStep } from '../receiving/inspect-step.tsx';
import { useSession } from '../shell/session.tsx';
import { SayDialog } from './say-dialog.tsx';
import { useOwnName } from './use-names.ts';

type Asked = { task: TaskView; answer: 'look' | 'first' | 'second' | 'refuse' };

function NoTasks({ kind }: { kind: TaskView['kind'] }) {
  const t = useTexts('inspection');
  return (
    <Blank title={t(`none.${kind}`)} hint={t(`noneHint.${kind}`)}>
      <Link to="/inspection/settings">{t('book')}</Link>
    </Blank>
  );
}

/** Goods that wait for somebody else: a blind second look, a word between two verdicts, a yes to scrapping. */
export default function TasksPage() {
  const t = useTexts('inspection');
  const { get } = useAddress();
  const kind = taskKinds.find((each) => each === get('kind')) ?? 'second_look';
  const counts = useRead(countTasks, {}, { everyMs: 30_000 }).data;
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const pages = usePages([listTasks.path, kind], (after, signal) =>
    call(listTasks, { query: { kind, ...(after ? { after } : {}) } }, { signal }),
  );
  const done = () => {
    setAsked(null);
    for (const { path } of [listTasks, countTasks]) void queries.invalidateQueries({ queryKey: [path] });
  };
  return (
    <Page title={t('tasks')} note={t('tasksNote')}>
      <TabLinks
        label={t('tasks')}
        current={kind}
        param="kind"
        tabs={taskKinds.map((key) => ({ key, name: `${t(`kind.${key}`)}${counts?.[key] ? ` ${counts[key]}` : ''}` }))}
      />
      <Listing pages={pages} blank={<NoTasks kind={kind} />}>
        {(rows) => (
          <ul className="look-tasks">
            {rows.map((task) => (
              <Task key={`${task.rmaId}/${task.lineId}`} task={task} onAsk={setAsked} onDone={done} />
            ))}
          </ul>
        )}
      </Listing>
      {asked?.answer === 'look' ? <LookDialog task={asked.task} onClose={() => setAsked(null)} onDone={done} /> : null}
      {asked && asked.answer !== 'look' ? (
        <SayDialog task={asked.task} answer={asked.answer} onClose={() => setAsked(null)} onDone={done} />
      ) : null}
    </Page>
  );
}

type TaskProps = { task: TaskView; onAsk: (asked: Asked) => void; onDone: () => void };

function Task({ task, onAsk, onDone }: TaskProps) {
  const t = useTexts('inspection');
  return (
    <li className="look-task">
      <div className="look-what">
        <strong>{task.title}</strong> <span className="number faint">{task.sku}</span>{' '}
        <strong>× {task.quantity}</strong>
        <p className="faint">
          <Link to={`/rmas/${task.rmaId}`} className="number">
            {task.number}
          </Link>{' '}
          · {task.shopName}
          {task.receivedAt ? (
            <>
              {' '}
              · {t('received')} <When at={task.receivedAt} time />
            </>
          ) : null}
        </p>
      </div>
      {task.first && task.second ? (
        <div className="look-verdicts">
          <Verdict name={t('firstLook')} of={task.first} />
          <Verdict name={t('secondLook')} of={task.second} />
        </div>
      ) : null}
      {task.cost ? (
        <p>
          {t('costOf')} <Money of={task.cost} strong /> · {t('askedBy', { name: task.askedBy ?? '' })}
        </p>
      ) : null}
      <Answers task={task} onAsk={onAsk} onDone={onDone} />
    </li>
  );
}

type VerdictProps = { name: string; of: NonNullable<TaskView['first']> };

function Verdict({ name, of }: VerdictProps) {
  const words = useWords();
  const t = useTexts('inspection');
  const own = useOwnName();
  const isAsked = of.failedChecks.length > 0;
  const book = useRead(getBook, { query: {} }, { enabled: isAsked }).data?.content;
  const nameOf = (code: string): string => {
    const check = book?.templates.flatMap(({ checks }) => checks).find((each) => each.code === code);
    return `${check ? own(check.name) : code} (${t('outcome.failed')})`;
  };
  const failed = [...of.failedTests.map((test) => words('test', test)), ...of.failedChecks.map(nameOf)];
  return (
    <p>
      <span className="faint">{name}</span> <Tag tone="blue">{words('grade', of.grade)}</Tag> {failed.join(' / ')}{' '}
      <span className="faint">{of.by}</span>
    </p>
  );
}

function Answers({ task, onAsk, onDone }: TaskProps) {
  const t = useTexts('inspection');
  const { message } = App.useApp();
  const { may } = useSession();
  const showProblem = useShowProblem();
  const approve = useAct(approveScrap, {
    onDone: () => {
      message.success(t('scrapApproved'));
      onDone();
    },
    onRefused: showProblem,
  });
  const isLook = task.kind === 'second_look';
  if (task.notMine) return <span className="faint">{t('anotherNeeded')}</span>;
  if (!may(isLook ? 'goods:inspect' : 'goods:supervise')) return <span className="faint">{t('mayNot')}</span>;
  const ask = (answer: Asked['answer']) => () => onAsk({ task, answer });
  if (isLook) {
    return (
      <Button size="large" type="primary" onClick={ask('look')}>
        {t('lookNow')}
      </Button>
    );
  }
  if (task.kind === 'verdict') {
    return (
      <div className="look-answers">
        <Button size="large" onClick={ask('first')}>
          {t('takeFirst')}
        </Button>
        <Button size="large" onClick={ask('second')}>
          {t('takeSecond')}
        </Button>
      </div>
    );
  }
  const params = { rmaId: task.rmaId, lineId: task.lineId };
  return (
    <div className="look-answers">
      <Button danger loading={approve.isPending} onClick={() => approve.mutate({ params, body: {} })}>
        {t('approveScrap')}
      </Button>
      <Button onClick={ask('refuse')}>{t('refuseScrap')}</Button>
    </div>
  );
}

type LookProps = { task: TaskView; onClose: () => void; onDone: () => void };

function LookDialog({ task, onClose, onDone }: LookProps) {
  const t = useTexts('inspection');
  const rma = useRead(getRma, { params: { rmaId: task.rmaId } }).data;
  const line = rma?.lines.find(({ id }) => id === task.lineId);
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      width={680}
      title={`${t('lookNow')} · ${task.title} × ${task.quantity}`}
    >
      {rma && line ? <InspectStep rma={rma} line={line} onDone={onDone} again /> : <Waiting rows={6} />}
    </Modal>
  );
}
