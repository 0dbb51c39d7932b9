import { InputNumber, Switch } from 'antd';
import { goodsClasses } from '../../../domain/inspection/inspection-book.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { AmountField } from '../policy/amount-field.tsx';
import type { EditorProps } from './editor.ts';
import { ShareField } from './fields.tsx';

/** How many lines somebody else looks at again, and from which value on scrapping takes two. */
export function LooksEditor({ content, currency, disabled, onChange }: EditorProps) {
  const t = useTexts('inspection');
  const words = useWords();
  const { secondLooks: looks } = content;
  const set = (change: Partial<typeof looks>) => onChange({ secondLooks: { ...looks, ...change } });
  const ofClass = (goodsClass: string) => looks.byClass.find((row) => row.goodsClass === goodsClass)?.share ?? 0;
  return (
    <>
      <Panel title={t('sample')}>
        <p className="faint">{t('sampleNote')}</p>
        <div className="book-row">
          <span className="rule-field">
            {t('sampleShare')}{' '}
            <ShareField
              label={t('sampleShare')}
              value={looks.share}
              disabled={disabled}
              onChange={(share) => set({ share })}
            />
          </span>
        </div>
        <div className="book-row">
          <span>{t('newBelow')}</span>
          <InputNumber
            aria-label={t('newBelow')}
            min={0}
            max={100_000}
            precision={0}
            disabled={disabled}
            value={looks.newBelow}
            onChange={(newBelow) => newBelow !== null && set({ newBelow })}
          />
          <span>{t('newShare')}</span>
          <ShareField
            label={t('newShare')}
            value={looks.newShare}
            disabled={disabled}
            onChange={(newShare) => set({ newShare })}
          />
        </div>
        <div className="book-row">
          {goodsClasses.map((goodsClass) => (
            <span className="rule-field" key={goodsClass}>
              {words('goodsClass', goodsClass)}{' '}
              <ShareField
                label={words('goodsClass', goodsClass)}
                value={ofClass(goodsClass)}
                disabled={disabled}
                onChange={(share) => {
                  const others = looks.byClass.filter((row) => row.goodsClass !== goodsClass);
                  set({ byClass: share > 0 ? [...others, { goodsClass, share }] : others });
                }}
              />
            </span>
          ))}
        </div>
      </Panel>
      <ScrapPanel content={content} currency={currency} disabled={disabled} onChange={onChange} />
    </>
  );
}

function ScrapPanel({ content, currency, disabled, onChange }: EditorProps) {
  const t = useTexts('inspection');
  const above = content.scrapApprovalAbove;
  return (
    <Panel title={t('scrap')}>
      <p className="faint">{t('scrapNote')}</p>
      <div className="book-row">
        <Switch
          aria-label={t('scrap')}
          disabled={disabled}
          checked={above !== null}
          onChange={(on) => onChange({ scrapApprovalAbove: on ? { minor: '100000', currency } : null })}
        />
        {above ? (
          <AmountField
            label={t('scrap')}
            value={above}
            currency={currency}
            onChange={(amount) => onChange({ scrapApprovalAbove: amount })}
          />
        ) : null}
      </div>
    </Panel>
  );
}
