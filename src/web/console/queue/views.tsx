import { DeleteOutlined, StarOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { deleteView, listViews, saveView } from '../../../contract/back-office.ts';
import { useTexts } from '../locales/texts.ts';
import { useAddress } from '../parts/use-address.ts';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

/** One's own saved filters: a name for an address. */
export function Views() {
  const t = useTexts('queue');
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      content={<ViewList onGo={() => setOpen(false)} />}
    >
      <Button icon={<StarOutlined />}>{t('views')}</Button>
    </Popover>
  );
}

function ViewList({ onGo }: { onGo: () => void }) {
  const t = useTexts('queue');
  const shell = useTexts('shell');
  const { params } = useAddress();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [name, setName] = useState('');
  const views = useRead(listViews, {}).data?.views ?? [];
  const readAnew = () => queries.invalidateQueries({ queryKey: [listViews.path] });
  const save = useAct(saveView, {
    onRefused: showProblem,
    onDone: () => {
      setName('');
      message.success(t('viewSaved'));
      void readAnew();
    },
  });
  const forget = useAct(deleteView, { onRefused: showProblem, onDone: readAnew });
  const current = () => {
    const query = new URLSearchParams(params);
    query.delete('rma');
    return query.toString();
  };
  return (
    <div className="views">
      {views.length === 0 ? <p className="faint">{t('noViews')}</p> : null}
      <ul>
        {views.map((view) => (
          <li key={view.id}>
            <Link to={`/queue?${view.query}`} onClick={onGo}>
              {view.name}
            </Link>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={`${t('viewDelete')} ${view.name}`}
              onClick={() => forget.mutate({ params: { viewId: view.id } })}
            />
          </li>
        ))}
      </ul>
      <form
        className="views-save"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) save.mutate({ body: { name: name.trim(), query: current() } });
        }}
      >
        <Input
          value={name}
          maxLength={40}
          placeholder={t('viewNamePlaceholder')}
          aria-label={t('viewName')}
          onChange={(event) => setName(event.target.value)}
        />
        <Button htmlType="submit" type="primary" disabled={!name.trim()} loading={save.isPending} title={t('saveView')}>
          {shell('save')}
        </Button>
      </form>
    </div>
  );
}
