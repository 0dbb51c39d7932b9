import { Button, Input } from 'antd';
import { useState } from 'react';
import { giveInKind, type RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { useRmaAct } from './use-rma-act.ts';

type Owed = RmaView['inKind'][number];

/** Coupons and points that the buyer gets back as such: whoever has done it in the shop's system ticks it here. */
export function InKindOwed({ rma }: { rma: RmaView }) {
  const t = useTexts('rma');
  if (rma.inKind.length === 0) return null;
  return (
    <section className="in-kind" aria-label={t('inKind')}>
      <h3>{t('inKind')}</h3>
      <ul>
        {rma.inKind.map((each) => (
          <OwedRow key={each.id} rma={rma} each={each} />
        ))}
      </ul>
    </section>
  );
}

function OwedRow({ rma, each }: { rma: RmaView; each: Owed }) {
  const t = useTexts('rma');
  const [reference, setReference] = useState('');
  const give = useRmaAct(giveInKind, 'give_in_kind', rma, {});
  const may = rma.abilities.some(({ command, allowed }) => command === 'give_in_kind' && allowed);
  const said = reference.trim();
  return (
    <li>
      <span>
        {each.kind === 'points' ? t('inKindPoints', { points: each.points ?? 0 }) : each.title}
        <small>{each.kind === 'coupon' ? each.coupon : each.title}</small>
      </span>
      {each.state === 'given' ? <small>{t('inKindGiven', { reference: each.reference ?? '' })}</small> : null}
      {each.state === 'owed' && may ? (
        <span className="in-kind-tick">
          <Input
            size="small"
            aria-label={t('inKindReference')}
            placeholder={t('inKindReference')}
            maxLength={120}
            value={reference}
            onChange={(event) => setReference(event.target.value)}
          />
          <Button
            size="small"
            disabled={said === ''}
            loading={give.isPending}
            onClick={() => give.mutate({ params: { rmaId: rma.id }, body: { inKindId: each.id, reference: said } })}
          >
            {t('inKindDone')}
          </Button>
        </span>
      ) : null}
    </li>
  );
}
