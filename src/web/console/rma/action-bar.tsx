import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { RmaView } from '../../../contract/returns.ts';
import type { PersonCommand } from '../../../domain/returns/guards.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRefusal } from '../parts/use-refusal.ts';
import { usePhone } from '../parts/use-wide.ts';
import { useKeys } from '../queue/use-keys.ts';
import { CaseDialogs } from './case-dialogs.tsx';
import { stepOf } from './next-step.ts';
import { useApprove } from './use-approve.tsx';

const keyOf: Partial<Record<PersonCommand, string>> = {
  approve: 'a',
  reject: 'r',
  request_evidence: 'e',
};
const dangerous: ReadonlySet<PersonCommand> = new Set<PersonCommand>(['reject']);
/** These are done beside the line they concern. */
const atTheLine: ReadonlySet<PersonCommand> = new Set<PersonCommand>(['mark_missing']);
const order: readonly PersonCommand[] = [
  'approve',
  'reject',
  'request_evidence',
  'add_evidence',
  'announce_parcel',
  'book_pickup',
  'intercept_outbound',
  'receive_line',
  'inspect_line',
  'dispose_line',
  'request_refund',
  'retry_refund',
  'ship_replacement',
  'convert',
  'extend_deadline',
  'tell_again',
  'record_dispute',
  'make_offer',
  'withdraw',
];

/** A row of buttons under a thumb. */
const ON_A_PHONE = 2;

/** The next verb first, then what else is possible; what is not possible waits under "more" with its reason. */
export function ActionBar({ rma, onDecided }: { rma: RmaView; onDecided?: () => void }) {
  const t = useTexts('rma');
  const words = useWords();
  const say = useRefusal();
  const go = useNavigate();
  // A dialog goes by the return as it was when it opened: what happens meanwhile is told when it is sent.
  const [dialog, setDialog] = useState<{ command: PersonCommand; rma: RmaView } | null>(null);
  const approve = useApprove(rma, onDecided);
  const next = stepOf(rma).command;
  const abilityOf = (command: PersonCommand) => rma.abilities.find((ability) => ability.command === command);
  const isAllowed = (command: PersonCommand) => abilityOf(command)?.allowed ?? false;
  const why = (command: PersonCommand): string => {
    const because = abilityOf(command)?.because;
    return because ? say(because) : '';
  };
  const run = (command: PersonCommand) => {
    if (!isAllowed(command)) return;
    if (command === 'approve') approve.run();
    else if (command === 'receive_line') void go(`/receiving?code=${encodeURIComponent(rma.number)}`);
    else setDialog({ command, rma });
  };
  useKeys({ a: () => run('approve'), r: () => run('reject'), e: () => run('request_evidence') });

  const shown = order.filter((command) => command === next || (isAllowed(command) && !atTheLine.has(command)));
  const first = shown.filter((command) => command === next);
  const others = shown.filter((command) => command !== next);
  const impossible = order.filter((command) => !shown.includes(command));
  const inReach = [...first, ...others].slice(0, usePhone() ? ON_A_PHONE : shown.length);
  const behind = shown.filter((command) => !inReach.includes(command));
  return (
    <footer className="case-actions">
      {shown.length === 0 ? <span className="faint">{t('nothingAllowed')}</span> : null}
      {inReach.map((command) => (
        <Tooltip
          key={command}
          title={isAllowed(command) ? (keyOf[command] ? t('key', { key: keyOf[command] }) : undefined) : why(command)}
        >
          <Button
            type={command === next ? 'primary' : 'default'}
            danger={dangerous.has(command)}
            disabled={!isAllowed(command)}
            loading={command === 'approve' && approve.busy}
            onClick={() => run(command)}
          >
            {words('verb', command)}
            {keyOf[command] && isAllowed(command) ? <kbd className="in-button">{keyOf[command]}</kbd> : null}
          </Button>
        </Tooltip>
      ))}
      {next && !isAllowed(next) ? <span className="case-why">{why(next)}</span> : null}
      <span className="filters-space" />
      <More possible={behind} impossible={impossible} why={why} run={run} />
      <CaseDialogs
        rma={dialog?.rma ?? rma}
        open={dialog?.command ?? null}
        onClose={() => setDialog(null)}
        {...(onDecided ? { onDecided } : {})}
      />
    </footer>
  );
}

type MoreProps = {
  possible: readonly PersonCommand[];
  impossible: readonly PersonCommand[];
  why: (command: PersonCommand) => string;
  run: (command: PersonCommand) => void;
};

/** What found no place in the bar, and what cannot be done now, each with its reason. */
function More({ possible, impossible, why, run }: MoreProps) {
  const t = useTexts('rma');
  const words = useWords();
  return (
    <Dropdown
      trigger={['click']}
      placement="topRight"
      menu={{
        items: [
          ...possible.map((command) => ({ key: command, label: words('verb', command), onClick: () => run(command) })),
          ...impossible.map((command) => ({
            key: command,
            disabled: true,
            label: (
              <span className="impossible">
                <strong>{words('verb', command)}</strong>
                <span>{why(command)}</span>
              </span>
            ),
          })),
        ],
      }}
    >
      <Button icon={<MoreOutlined />} aria-label={t('more')} />
    </Dropdown>
  );
}
