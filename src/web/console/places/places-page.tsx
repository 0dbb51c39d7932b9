import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form } from 'antd';
import { useState } from 'react';
import { type AddressBook, getReturnAddresses, saveReturnAddresses } from '../../../contract/return-addresses.ts';
import { listShops } from '../../../contract/shops.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { AddressList } from './address-list.tsx';
import { RuleList } from './rule-list.tsx';
import { TryPlace } from './try-place.tsx';

/** Where goods go back to: the addresses, by which rules one is chosen, and a box to try them. */
export default function PlacesPage() {
  const t = useTexts('places');
  const book = useRead(getReturnAddresses, {});
  return (
    <Page title={t('title')} note={t('note')}>
      {book.error ? <Failed error={book.error} retry={book.refetch} /> : null}
      {book.isPending ? <Waiting /> : null}
      {book.data ? <Book key={book.dataUpdatedAt} book={book.data} /> : null}
    </Page>
  );
}

function Book({ book }: { book: AddressBook }) {
  const t = useTexts('places');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [form] = Form.useForm<AddressBook>();
  const [changed, setChanged] = useState(false);
  const shops = useRead(listShops, {}).data?.shops ?? [];
  const save = useAct(saveReturnAddresses, {
    onRefused: showProblem,
    onDone: (reply) => {
      queries.setQueryData([getReturnAddresses.path, null, null], reply);
      message.success(t('saved'));
    },
  });
  return (
    <>
      <Form<AddressBook>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={book}
        onValuesChange={() => setChanged(true)}
        onFinish={({ addresses, rules, defaultKey }) =>
          save.mutate({
            body: {
              addresses: (addresses ?? []).map((address) => ({ ...address, platformIds: filled(address.platformIds) })),
              rules: (rules ?? []).map(({ shopId, goodsClass, key }) => ({
                shopId: shopId ?? null,
                goodsClass: goodsClass ?? null,
                key,
              })),
              defaultKey: defaultKey ?? null,
            },
          })
        }
      >
        <Panel title={t('addresses')}>
          <AddressList shops={shops} />
        </Panel>
        <Panel title={t('rules')}>
          <p className="faint">{t('rulesHint')}</p>
          <RuleList shops={shops} />
        </Panel>
        <div className="places-save">
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!changed}>
            {t('save')}
          </Button>
          {changed ? <span className="faint">{t('unsaved')}</span> : null}
        </div>
      </Form>
      <Panel title={t('tryTitle')}>
        <TryPlace shops={shops} />
      </Panel>
    </>
  );
}

/** A number that is left empty is none. */
const filled = (ids: AddressBook['addresses'][number]['platformIds'] | undefined) =>
  Object.fromEntries(Object.entries(ids ?? {}).filter(([, id]) => (id ?? '').trim() !== ''));
