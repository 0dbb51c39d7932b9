import { InboxOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../locales/texts.ts';
import { useProblemText } from './use-refusal.ts';

/** An empty place that says what to do next. */
export const Blank = ({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) => (
  <div className="blank">
    <InboxOutlined aria-hidden className="blank-sign" />
    <p className="blank-title">{title}</p>
    {hint ? <p className="blank-hint">{hint}</p> : null}
    {children}
  </div>
);

/** A read that failed: what happened, and the way to try again. */
export function Failed({ error, retry }: { error: unknown; retry: () => unknown }) {
  const t = useTexts('shell');
  const text = useProblemText();
  return (
    <div className="blank" role="alert">
      <WarningOutlined aria-hidden className="blank-sign red" />
      <p className="blank-title">{t('failed')}</p>
      <p className="blank-hint">{text(error)}</p>
      <Button onClick={() => retry()}>{t('retry')}</Button>
    </div>
  );
}

export const Waiting = ({ rows = 6 }: { rows?: number }) => (
  <div className="waiting" aria-busy="true">
    <Skeleton active title={false} paragraph={{ rows }} />
  </div>
);
