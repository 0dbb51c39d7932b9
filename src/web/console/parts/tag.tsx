import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  ExclamationCircleFilled,
  MinusCircleOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';

export type Tone = 'red' | 'amber' | 'green' | 'blue' | 'grey';

const signs: Record<Tone, ReactNode> = {
  red: <CloseCircleFilled aria-hidden />,
  amber: <ExclamationCircleFilled aria-hidden />,
  green: <CheckCircleFilled aria-hidden />,
  blue: <ClockCircleOutlined aria-hidden />,
  grey: <MinusCircleOutlined aria-hidden />,
};

/** A state as a word with a sign, so that it is not told by colour alone. */
export const Tag = ({ tone, children, plain = false }: { tone: Tone; children: ReactNode; plain?: boolean }) => (
  <span className={`tag ${tone}`}>
    {plain ? null : signs[tone]}
    {children}
  </span>
);

const stageTones: Record<string, Tone> = {
  to_review: 'amber',
  to_inspect: 'amber',
  to_dispose: 'amber',
  to_refund: 'amber',
  to_ship: 'amber',
  refund_problem: 'red',
  closed: 'green',
  rejected: 'grey',
  withdrawn: 'grey',
};
export const stageTone = (stage: string): Tone => stageTones[stage] ?? 'blue';

const refundTones: Record<string, Tone> = {
  succeeded: 'green',
  rejected: 'red',
  abnormal: 'red',
  unknown: 'amber',
  replaced: 'grey',
};
export const refundTone = (state: string): Tone => refundTones[state] ?? 'blue';
