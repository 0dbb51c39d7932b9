import { Drawer } from 'antd';
import { useState } from 'react';
import { listInbox } from '../../../contract/back-office.ts';
import { shopId as shopIdShape } from '../../../contract/common.ts';
import { listShops } from '../../../contract/shops.ts';
import { call } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SelectTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Cause } from '../parts/cause.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages, useRead } from '../parts/use-api.ts';
import { CourierPushes } from './courier-pushes.tsx';
import { type InboxRow, InboxTable, RetryDocument } from './inbox-table.tsx';

const states = ['refused', 'waiting', 'applied', 'superseded'] as const;
const COURIERS = 'couriers';

/** What the channels have sent and what became of it; the refused ones first. */
export default function Inbox() {
  const t = useTexts('inbox');
  const words = useWords();
  const { get } = useAddress();
  const [open, setOpen] = useState<InboxRow>();
  const isOfCouriers = get('state') === COURIERS;
  const state = states.find((each) => each === get('state')) ?? 'refused';
  const shop = shopIdShape.safeParse(get('shopId'));
  const shops = useRead(listShops, {}).data?.shops ?? [];
  const query = { state, ...(shop.success ? { shopId: shop.data } : {}) };
  const pages = usePages([listInbox.path, query], (after, signal) =>
    call(listInbox, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <Page
      title={t('title')}
      note={t('note')}
      tools={
        <SelectTool
          name="shopId"
          label={t('anyShop')}
          options={shops.map(({ id, name }) => ({ value: id, label: name }))}
        />
      }
    >
      <TabLinks
        label={t('state')}
        current={isOfCouriers ? COURIERS : state}
        param="state"
        tabs={[
          ...states.map((each) => ({ key: each, name: words('inboxState', each) })),
          { key: COURIERS, name: t('couriers') },
        ]}
      />
      {isOfCouriers ? (
        <CourierPushes />
      ) : (
        <Listing pages={pages} blank={<Blank title={t(`empty.${state}`)} hint={t('emptyHint')} />}>
          {(rows) => (
            <Panel>
              <InboxTable rows={rows} onOpen={setOpen} />
            </Panel>
          )}
        </Listing>
      )}
      {open ? <Payload row={open} onClose={() => setOpen(undefined)} /> : null}
    </Page>
  );
}

function Payload({ row, onClose }: { row: InboxRow; onClose: () => void }) {
  const words = useWords();
  return (
    <Drawer
      open
      onClose={onClose}
      size={640}
      title={`${words('documentKind', row.kind)} ${row.documentId}`}
      extra={row.state === 'refused' ? <RetryDocument row={row} /> : null}
    >
      <p className="red">
        <Cause of={row.reason} />
      </p>
      <pre className="record tall">{JSON.stringify(row.payload, null, 2)}</pre>
    </Drawer>
  );
}
