import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Popconfirm, Typography } from 'antd';
import { useState } from 'react';
import {
  deleteStockHook,
  getStockHook,
  listStockDeliveries,
  type StockHookView,
  saveStockHook,
} from '../../../contract/stock-hook.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { HookDeliveries } from './hook-deliveries.tsx';

const EVERY_MS = 15_000;

/** The system outside that hears what can be sold: its address, its secret once, and whether it is reached. */
export function HookSettings() {
  const t = useTexts('warehouse');
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [secret, setSecret] = useState<string | null>(null);
  const answer = useRead(getStockHook, {}, { everyMs: EVERY_MS });
  const readAnew = () => {
    for (const { path } of [getStockHook, listStockDeliveries]) void queries.invalidateQueries({ queryKey: [path] });
  };
  const save = useAct(saveStockHook, {
    onRefused: showProblem,
    onDone: (saved) => {
      if (saved.secret) setSecret(saved.secret);
      readAnew();
    },
  });
  const remove = useAct(deleteStockHook, { onRefused: showProblem, onDone: readAnew });
  if (answer.error) return <Failed error={answer.error} retry={answer.refetch} />;
  if (!answer.data) return <Waiting />;
  const { hook } = answer.data;
  return (
    <>
      <Panel title={t('tab.hook')} tools={hook ? <State of={hook} /> : null}>
        <p className="faint">{t('hookNote')}</p>
        <Address
          key={hook?.url ?? ''}
          hook={hook}
          busy={save.isPending}
          onSave={(url) => save.mutate({ body: { url, paused: hook?.paused ?? false } })}
        />
        {secret ? (
          <Alert
            className="stock-note"
            type="warning"
            title={t('hookSecret')}
            description={
              <Typography.Text copyable className="number">
                {secret}
              </Typography.Text>
            }
            closable={{ onClose: () => setSecret(null) }}
          />
        ) : null}
        {hook ? (
          <div className="stock-tools">
            <Button
              loading={save.isPending}
              onClick={() => save.mutate({ body: { url: hook.url, paused: !hook.paused } })}
            >
              {t(hook.paused ? 'hookResume' : 'hookPause')}
            </Button>
            <Button onClick={() => save.mutate({ body: { url: hook.url, paused: hook.paused, newSecret: true } })}>
              {t('hookNewSecret')}
            </Button>
            <Popconfirm title={t('hookRemoveAsk')} onConfirm={() => remove.mutate({})}>
              <Button danger>{t('hookRemove')}</Button>
            </Popconfirm>
            <span className="faint">{t('hookFigures', { waiting: hook.waiting, dead: hook.dead })}</span>
          </div>
        ) : (
          <p className="faint">{t('hookNone')}</p>
        )}
      </Panel>
      {hook ? <HookDeliveries onSettled={readAnew} /> : null}
    </>
  );
}

function State({ of }: { of: StockHookView }) {
  const t = useTexts('warehouse');
  if (of.paused) return <Tag tone="grey">{t('hookState.paused')}</Tag>;
  if (of.failingSince) return <Tag tone="red">{t('hookState.failing')}</Tag>;
  return of.lastSentAt ? <Tag tone="green">{t('hookState.ok')}</Tag> : <Tag tone="blue">{t('hookState.fresh')}</Tag>;
}

type AddressProps = { hook: StockHookView | null; busy: boolean; onSave: (url: string) => void };

function Address({ hook, busy, onSave }: AddressProps) {
  const t = useTexts('warehouse');
  const [url, setUrl] = useState(hook?.url ?? '');
  return (
    <div className="stock-inline">
      <Input
        className="number"
        value={url}
        maxLength={500}
        placeholder={t('hookUrl')}
        aria-label={t('hookUrl')}
        onChange={(event) => setUrl(event.target.value)}
      />
      <Button type="primary" loading={busy} disabled={url.trim() === ''} onClick={() => onSave(url.trim())}>
        {t('hookSave')}
      </Button>
    </div>
  );
}
