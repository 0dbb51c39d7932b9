import { Alert, Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { makeOffer, previewOffer } from '../../../contract/negotiation.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { isPositive, parseDecimal } from '../../../domain/money.ts';
import { resolutionFacts } from '../../../domain/policy/resolution-facts.ts';
import type { GoodsTerm } from '../../../domain/returns/negotiation.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money, Side } from '../parts/money.tsx';
import { useRead } from '../parts/use-api.ts';
import { useDebounced } from '../parts/use-debounced.ts';
import { useProblemText } from '../parts/use-refusal.ts';
import { MoneyRows } from '../rma/money-card.tsx';
import { useRmaAct } from '../rma/use-rma-act.ts';

type Preview = ReplyOf<typeof previewOffer>;

const spans = [24, 48, 72, 168] as const;

/** Another sum than was asked for. What the buyer gets and what the books say stands there before it is offered. */
export function OfferDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('talk');
  const currency = rma.order.paid.currency;
  const mayStay = rma.lines.every(({ reception }) => reception !== 'in_transit' && reception !== 'received');
  const comesBack = resolutionFacts[rma.resolution].goodsBack !== 'no';
  const [typed, setTyped] = useState('');
  const [goods, setGoods] = useState<GoodsTerm>(mayStay ? 'stay' : 'come_back');
  const [validHours, setValidHours] = useState<number>(48);
  const read = parseDecimal(typed, currency);
  const amount = read && isPositive(read) ? { minor: String(read.minor), currency } : null;
  const { preview, problem } = usePreview(rma, amount?.minor ?? null, currency, goods);
  const offer = useRmaAct(makeOffer, 'make_offer', rma, { onDone: onClose });
  const shown = formatMoney(amount ?? { minor: '0', currency });
  return (
    <Modal
      open
      width={600}
      onCancel={onClose}
      title={`${t('offerTitle')} · ${rma.number}`}
      okText={t('offerGo', { amount: shown })}
      okButtonProps={{ loading: offer.isPending, disabled: !amount || !preview }}
      onOk={() => amount && offer.mutate({ params: { rmaId: rma.id }, body: { amount, goods, validHours } })}
    >
      <Form layout="vertical" className="offer-form">
        <Form.Item
          label={t('offerAmount')}
          validateStatus={(typed !== '' && !amount) || problem ? 'error' : ''}
          help={typed !== '' && !amount ? t('offerNotMoney') : (problem ?? undefined)}
        >
          <Input autoFocus inputMode="decimal" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Form.Item>
        <Form.Item label={t('offerUntil')}>
          <Select
            value={validHours}
            onChange={setValidHours}
            options={spans.map((hours) => ({
              value: hours,
              label: hours < 72 ? t('hours', { count: hours }) : t('days', { count: hours / 24 }),
            }))}
          />
        </Form.Item>
        <Form.Item label={t('offerGoods')} className="offer-goods">
          <Radio.Group value={goods} onChange={(event) => setGoods(event.target.value)}>
            <Radio value="stay" disabled={!mayStay}>
              {t('goods.stay')}
            </Radio>
            <Radio value="come_back" disabled={!comesBack}>
              {t('goods.come_back')}
            </Radio>
          </Radio.Group>
        </Form.Item>
      </Form>
      {rma.fromPlatform ? <Alert type="info" showIcon message={t('platformOffer')} /> : null}
      {preview ? <Outcome rma={rma} preview={preview} /> : null}
      <p className="consequence">{t('offerConsequence', { amount: shown, goods: t(`goods.${goods}`) })}</p>
    </Modal>
  );
}

/** What the offer would lead to, asked a moment after the last key. An answer belongs to what it was asked about. */
function usePreview(rma: RmaView, minor: string | null, currency: string, goods: GoodsTerm) {
  const text = useProblemText();
  const isTyped = useDebounced(minor) === minor;
  const body = { amount: { minor: minor ?? '0', currency }, goods };
  const { data, error } = useRead(
    previewOffer,
    { params: { rmaId: rma.id }, body },
    { enabled: minor !== null && isTyped },
  );
  return { preview: data ?? null, problem: error ? text(error) : null };
}

function Outcome({ rma, preview }: { rma: RmaView; preview: Preview }) {
  const t = useTexts('talk');
  const words = useWords();
  const { i18n } = useTranslation();
  const less = BigInt(preview.entitled?.minor ?? 0) - BigInt(preview.total.minor);
  return (
    <div className="offer-outcome">
      <section>
        <h3>{t('buyerGets')}</h3>
        <MoneyRows rma={rma} rows={preview.rows} total={preview.total} />
        {preview.entitled ? (
          <p className="faint">
            {t('entitled')} <Money of={preview.entitled} />
          </p>
        ) : null}
        {preview.belowEntitled ? (
          <Alert
            type="warning"
            showIcon
            message={t('belowEntitled', {
              amount: formatMoney({ minor: String(less), currency: preview.total.currency }),
            })}
          />
        ) : null}
      </section>
      <section>
        <h3>{t('books')}</h3>
        {preview.entries.map((entry) => (
          <table className="voucher" key={entry.kind}>
            <caption>{words('entryKind', entry.kind)}</caption>
            <tbody>
              {entry.lines.map((line, i) => (
                <tr key={i}>
                  <td className={line.credit.minor === '0' ? '' : 'set-in'}>
                    {i18n.language === 'en' ? line.nameEn : line.nameZh}
                  </td>
                  <td className="right">
                    <Side of={line.debit} />
                  </td>
                  <td className="right">
                    <Side of={line.credit} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </section>
    </div>
  );
}
