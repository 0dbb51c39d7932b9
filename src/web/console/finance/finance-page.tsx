import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Tabs } from 'antd';
import { useState } from 'react';
import {
  checkFinance,
  exportStates,
  type FinanceView,
  getFinance,
  listVoucherExports,
  pushVouchers,
} from '../../../contract/finance.ts';
import { usePartyText } from '../books/use-party-text.ts';
import { useTexts } from '../locales/texts.ts';
import { SelectTool } from '../parts/address-tools.tsx';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { useSide } from '../shops/account-fields.tsx';
import { AccountCodes } from './account-codes.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { ExportTable } from './export-table.tsx';
import { PartyCodes } from './party-codes.tsx';

const tabs = ['exports', 'accounts', 'parties'] as const;

/** Where vouchers go: the connection, what accounts are called there, and what became of each voucher. */
export default function FinancePage() {
  const t = useTexts('finance');
  const { may } = useSession();
  const { get, change } = useAddress();
  const tab = tabs.find((each) => each === get('tab')) ?? 'exports';
  const [connecting, setConnecting] = useState(false);
  const answer = useRead(getFinance, {}, { everyMs: 15_000 });
  const view = answer.data;
  const example = view?.vendors.find(({ id }) => id === view.connection?.vendor)?.dimensionExample ?? '';
  const connect = may('shop:manage') ? (
    <Button type={view?.connection ? 'default' : 'primary'} onClick={() => setConnecting(true)}>
      {t(view?.connection ? 'change' : 'connect')}
    </Button>
  ) : null;
  return (
    <Page title={t('title')} note={t('note')} tools={view?.connection ? <Tools tab={tab} /> : null}>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting /> : null}
      {view && !view.connection ? (
        <Blank title={t('none')} hint={t('noneHint')}>
          {connect}
        </Blank>
      ) : null}
      {view?.connection ? (
        <>
          <Connected view={view} connection={view.connection} tools={connect} />
          <Tabs
            activeKey={tab}
            onChange={(key) => change({ tab: key === 'exports' ? null : key, state: null })}
            destroyOnHidden
            items={[
              { key: 'exports', label: t('exports'), children: <ExportTable /> },
              { key: 'accounts', label: t('accounts'), children: <AccountCodes example={example} /> },
              { key: 'parties', label: t('parties'), children: <PartyCodes /> },
            ]}
          />
        </>
      ) : null}
      {view && connecting ? <ConnectDialog view={view} onClose={() => setConnecting(false)} /> : null}
    </Page>
  );
}

function Tools({ tab }: { tab: (typeof tabs)[number] }) {
  const t = useTexts('finance');
  return (
    <>
      {tab === 'exports' ? (
        <SelectTool
          name="state"
          label={t('anyState')}
          options={exportStates.map((value) => ({ value, label: t(`state.${value}`) }))}
        />
      ) : null}
      <PushNow />
    </>
  );
}

function PushNow() {
  const t = useTexts('finance');
  const { may } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const push = useAct(pushVouchers, {
    onRefused: useShowProblem(),
    onDone: () => {
      message.success(t('pushing'));
      void queries.invalidateQueries({ queryKey: [listVoucherExports.path] });
    },
  });
  return may('ledger:post') ? (
    <Button type="primary" loading={push.isPending} onClick={() => push.mutate({ body: {} })}>
      {t('push')}
    </Button>
  ) : null;
}

type Connection = NonNullable<FinanceView['connection']>;
type ConnectedProps = { view: FinanceView; connection: Connection; tools: React.ReactNode };

function Connected({ view, connection, tools }: ConnectedProps) {
  const t = useTexts('finance');
  const side = useSide();
  const partyText = usePartyText();
  const { counts, halted, unmapped, unmappedParties, unnumbered } = connection;
  const vendor = view.vendors.find(({ id }) => id === connection.vendor);
  const name = side === 'en' ? 'nameEn' : 'nameZh';
  return (
    <Panel title={vendor?.label[side] ?? connection.vendor} tools={tools} className="finance-connection">
      <p>
        <span className="faint">{t('since', { period: connection.fromPeriod })}</span>{' '}
        <Tag tone="green">{`${t('state.pushed')} ${counts.pushed}`}</Tag>{' '}
        <Tag tone="blue">{`${t('state.waiting')} ${counts.waiting}`}</Tag>{' '}
        {counts.unknown > 0 ? <Tag tone="amber">{`${t('state.unknown')} ${counts.unknown}`}</Tag> : null}{' '}
        {counts.refused > 0 ? <Tag tone="red">{`${t('state.refused')} ${counts.refused}`}</Tag> : null}
      </p>
      {halted === null ? null : <Alert showIcon type="error" title={t('halted', { reason: halted })} />}
      {unmapped.length > 0 ? (
        <Alert
          showIcon
          type="warning"
          title={t('unmappedTitle', { count: unmapped.length })}
          description={unmapped.map((account) => `${account.code} ${account[name]}`).join(', ')}
        />
      ) : null}
      {unmappedParties.length > 0 ? (
        <Alert
          showIcon
          type="warning"
          title={t('unmappedPartiesTitle', { count: unmappedParties.length })}
          description={unmappedParties.map(partyText).join(', ')}
        />
      ) : null}
      {unnumbered > 0 ? <p className="faint">{t('unnumbered', { count: unnumbered })}</p> : null}
      <TryIt />
    </Panel>
  );
}

function TryIt() {
  const t = useTexts('finance');
  const { may } = useSession();
  const queries = useQueryClient();
  const check = useAct(checkFinance, {
    onRefused: useShowProblem(),
    onDone: () => void queries.invalidateQueries({ queryKey: [getFinance.path] }),
  });
  const said = check.data;
  if (!may('ledger:post')) return null;
  return (
    <div className="finance-try">
      <Button size="small" loading={check.isPending} onClick={() => check.mutate({ body: {} })}>
        {t('try')}
      </Button>
      {said ? (
        <Alert
          showIcon
          type={said.outcome === 'works' ? 'success' : said.outcome === 'refused' ? 'error' : 'warning'}
          title={`${t(said.outcome)}${said.message ? `: ${said.message}` : ''}`}
        />
      ) : null}
    </div>
  );
}
