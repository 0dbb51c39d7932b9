import { Alert, Button, Descriptions, Input, InputNumber, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import {
  addLabour,
  addPart,
  approveRepairScrap,
  cancelRepair,
  finishRepair,
  getRepair,
  type RepairView,
  refuseRepairScrap,
} from '../../../contract/repairs.ts';
import { type RepairResult, repairResults } from '../../../domain/stock/repair-order.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { AmountInput, amountOf } from './amount-input.tsx';
import { DocumentDrawer } from './document-drawer.tsx';
import { PlaceField } from './place-field.tsx';
import { RefuseScrap } from './refuse-scrap.tsx';

type Changed = { order: RepairView; onChanged: (order: RepairView) => void };

export function RepairOrder({
  id,
  onClose,
  onChanged,
}: {
  id: string;
  onClose: () => void;
  onChanged: (order: RepairView) => void;
}) {
  const t = useTexts('warehouse');
  const { may } = useSession();
  const answer = useRead(getRepair, { params: { documentId: id } });
  const order = answer.data;
  const isOpen = order?.state === 'open' && may('stock:move');
  return (
    <DocumentDrawer
      head={order}
      error={answer.error}
      retry={answer.refetch}
      onClose={onClose}
      tools={
        order && isOpen ? (
          <Finish order={order} onChanged={onChanged} />
        ) : order?.scrapAsked && may('stock:approve') ? (
          <AnswerScrap order={order} onChanged={onChanged} />
        ) : null
      }
    >
      {order ? (
        <>
          {order.scrapAsked ? <Alert className="stock-note" type="warning" title={t('scrapWaits')} /> : null}
          <Facts order={order} />
          <Costs order={order} />
          {isOpen ? (
            <>
              <AddPart order={order} onChanged={onChanged} />
              <AddLabour order={order} onChanged={onChanged} />
            </>
          ) : null}
        </>
      ) : null}
    </DocumentDrawer>
  );
}

function Facts({ order }: { order: RepairView }) {
  const t = useTexts('warehouse');
  const stock = useTexts('stock');
  const words = useWords();
  return (
    <Descriptions
      size="small"
      column={1}
      items={[
        {
          key: 'goods',
          label: stock('item'),
          children: `${t('repairOf', { count: order.quantity, sku: order.sku })} · ${order.title}`,
        },
        { key: 'place', label: stock('location'), children: words('location', order.location) },
        {
          key: 'owner',
          label: stock('source'),
          children: order.rmaId ? (
            <Link to={`/rmas/${order.rmaId}`}>{t(`owner.${order.owner}`)}</Link>
          ) : (
            t(`owner.${order.owner}`)
          ),
        },
        { key: 'booking', label: t('bookingLabel'), children: t(`booking.${order.booking}`) },
        ...(order.fault ? [{ key: 'fault', label: t('fault'), children: order.fault }] : []),
        ...(order.scrapAsked
          ? [
              {
                key: 'scrap',
                label: t('result.scrap'),
                children: (
                  <>
                    <Money of={order.scrapAsked.value} />
                    {' → '}
                    {words('location', order.scrapAsked.to)}
                  </>
                ),
              },
            ]
          : []),
        ...(order.result ? [{ key: 'result', label: t('resultLabel'), children: t(`result.${order.result}`) }] : []),
      ]}
    />
  );
}

function Costs({ order }: { order: RepairView }) {
  const t = useTexts('warehouse');
  return (
    <ul className="stock-costs">
      {order.parts.map((part, n) => (
        <li key={`part ${n}`}>
          <span>
            {part.name} × {part.quantity}
          </span>
          <Money of={part.cost} />
        </li>
      ))}
      {order.labour.map((work, n) => (
        <li key={`labour ${n}`}>
          <span>
            {t('labour')} · {work.minutes} {t('minutes')}
          </span>
          <Money of={work.cost} />
        </li>
      ))}
      <li>
        <strong>{t('totalCost')}</strong>
        <Money strong of={order.cost} />
      </li>
    </ul>
  );
}

function AddPart({ order, onChanged }: Changed) {
  const t = useTexts('warehouse');
  const showProblem = useShowProblem();
  const [name, setName] = useState('');
  const [quantity, setQuantity] = useState<number | null>(1);
  const [typed, setTyped] = useState('');
  const cost = amountOf(typed, order.cost.currency);
  const add = useAct(addPart, {
    onRefused: showProblem,
    onDone: (next) => {
      setName('');
      setTyped('');
      onChanged(next);
    },
  });
  return (
    <div className="stock-inline">
      <Input
        value={name}
        maxLength={80}
        placeholder={t('partName')}
        aria-label={t('partName')}
        onChange={(event) => setName(event.target.value)}
      />
      <InputNumber
        aria-label={t('quantity')}
        min={1}
        max={99_999}
        precision={0}
        value={quantity}
        onChange={setQuantity}
      />
      <AmountInput label={t('cost')} value={typed} onChange={setTyped} />
      <Button
        disabled={!name.trim() || !cost || quantity === null}
        loading={add.isPending}
        onClick={() => {
          if (cost && quantity !== null)
            add.mutate({ params: { documentId: order.id }, body: { name: name.trim(), quantity, cost } });
        }}
      >
        {t('addPart')}
      </Button>
    </div>
  );
}

function AddLabour({ order, onChanged }: Changed) {
  const t = useTexts('warehouse');
  const showProblem = useShowProblem();
  const [minutes, setMinutes] = useState<number | null>(null);
  const [typed, setTyped] = useState('');
  const cost = amountOf(typed, order.cost.currency);
  const add = useAct(addLabour, {
    onRefused: showProblem,
    onDone: (next) => {
      setMinutes(null);
      setTyped('');
      onChanged(next);
    },
  });
  return (
    <div className="stock-inline">
      <InputNumber
        placeholder={t('minutes')}
        aria-label={t('minutes')}
        min={1}
        max={10_000}
        precision={0}
        value={minutes}
        onChange={setMinutes}
      />
      <AmountInput label={t('cost')} value={typed} onChange={setTyped} />
      <Button
        disabled={minutes === null || !cost}
        loading={add.isPending}
        onClick={() => {
          if (cost && minutes !== null) add.mutate({ params: { documentId: order.id }, body: { minutes, cost } });
        }}
      >
        {t('addLabour')}
      </Button>
    </div>
  );
}

/** Whoever asked may not say yes; he may say that it is not to be scrapped after all. */
function AnswerScrap({ order, onChanged }: Changed) {
  const t = useTexts('warehouse');
  const options = { onDone: onChanged, onRefused: useShowProblem() };
  const approve = useAct(approveRepairScrap, options);
  const refuse = useAct(refuseRepairScrap, options);
  const params = { documentId: order.id };
  return (
    <>
      {order.mayApprove ? (
        <Popconfirm title={t('scrapApproveAsk')} onConfirm={() => approve.mutate({ params, body: {} })}>
          <Button type="primary" loading={approve.isPending}>
            {t('scrapApprove')}
          </Button>
        </Popconfirm>
      ) : null}
      <RefuseScrap isBusy={refuse.isPending} onSaid={(note) => refuse.mutate({ params, body: { note } })} />
    </>
  );
}

function Finish({ order, onChanged }: Changed) {
  const t = useTexts('warehouse');
  const showProblem = useShowProblem();
  const [result, setResult] = useState<RepairResult>('good');
  const [place, setPlace] = useState('');
  const options = { onDone: onChanged, onRefused: showProblem };
  const finish = useAct(finishRepair, options);
  const cancel = useAct(cancelRepair, options);
  const params = { documentId: order.id };
  const isOurs = order.owner === 'ours';
  const mayCancel = order.parts.length + order.labour.length === 0;
  return (
    <>
      <Select
        aria-label={t('resultLabel')}
        value={result}
        options={repairResults.map((value) => ({ value, label: t(`result.${value}`) }))}
        onChange={setResult}
      />
      {isOurs ? <PlaceField label={t('resultPlace')} value={place} onChange={setPlace} /> : null}
      <Button
        type="primary"
        disabled={isOurs && !place.trim()}
        loading={finish.isPending}
        onClick={() => finish.mutate({ params, body: { result, ...(isOurs ? { location: place.trim() } : {}) } })}
      >
        {t('finish')}
      </Button>
      {mayCancel ? (
        <Popconfirm title={t('cancelAsk')} onConfirm={() => cancel.mutate({ params, body: {} })}>
          <Button danger loading={cancel.isPending}>
            {t('cancel')}
          </Button>
        </Popconfirm>
      ) : null}
    </>
  );
}
