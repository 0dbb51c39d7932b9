import { useQueryClient } from '@tanstack/react-query';
import { App, AutoComplete, Input, InputNumber } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { isWaybill } from '../../../contract/common.ts';
import { bookInUnknown, listUnknown } from '../../../contract/unknown-parcels.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { type FileId, PhotoPicker } from '../parts/photo-picker.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { couriers, useCourierCode } from '../rma/courier-fields.tsx';
import { type Counted, CountGoods, withOneMore } from '../unknown/count-goods.tsx';
import { ScanTaker } from './scan-taker.tsx';
import { beep } from './sound.ts';

const PLACE = 'QUARANTINE';
const isPhone = (text: string): boolean => /^\d{4}$/.test(text) || /^[+\d][\d\s-]{5,19}$/.test(text);

/** Books in a parcel that nobody awaits: every scan is an article now, and all else is optional. */
export function BookUnknown({ code, onCancel }: { code: string; onCancel: () => void }) {
  const t = useTexts('unknownParcels');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const codeOf = useCourierCode();
  const words = useWords();
  const [counted, setCounted] = useState<Counted[]>([]);
  const [photos, setPhotos] = useState<FileId[]>([]);
  const [label, setLabel] = useState<Label>({
    phone: '',
    name: '',
    city: '',
    courier: '',
    location: words('location', PLACE),
    grams: null,
  });
  const book = useAct(bookInUnknown, {
    onDone: ({ id }) => {
      beep('good');
      message.success(t('booked'));
      void queries.invalidateQueries({ queryKey: [listUnknown.path] });
      navigate(`/unknown-parcels?parcel=${id}`);
    },
    onRefused: (error) => {
      beep('error');
      showProblem(error);
    },
  });
  const count = counted.reduce((sum, { quantity }) => sum + quantity, 0);
  const phone = label.phone.trim();
  const wrong = (phone !== '' && !isPhone(phone)) || label.location.trim() === '';
  // The usual place has a word in each language and one name in the books.
  const place = label.location.trim() === words('location', PLACE) ? { location: PLACE } : {};
  const known = isWaybill(code) ? { waybill: code } : {};
  const send = () => {
    if (!wrong && !book.isPending)
      book.mutate({ body: { ...said(label, codeOf), ...place, ...known, contents: counted, photos } });
  };
  return (
    <ScanTaker
      onScan={(sku) => {
        beep('found');
        setCounted((before) => withOneMore(before, sku));
      }}
    >
      <div className="found-step book-unknown">
        <h2>
          {t('bookTitle')} <span className="number">{code}</span>
        </h2>
        <p className="faint">{t('bookHint')}</p>
        <CountGoods counted={counted} onChange={setCounted} />
        <PhotoPicker files={photos} onChange={setPhotos} label={t('takePhoto')} />
        <LabelFields label={label} onChange={setLabel} phoneWrong={phone !== '' && !isPhone(phone)} />
        <div className="big-buttons">
          <button type="button" className="big primary" disabled={wrong || book.isPending} onClick={send}>
            {count > 0 ? t('book', { count }) : t('bookUnopened')}
          </button>
          <button type="button" className="big quiet" onClick={onCancel}>
            {t('cancel')}
          </button>
        </div>
      </div>
    </ScanTaker>
  );
}

/** What the label says, as far as somebody has filled it in. */
function said(label: Label, codeOf: (name: string) => string) {
  const [phone, name, city, courier] = [label.phone, label.name, label.city, label.courier].map((text) => text.trim());
  return {
    location: label.location.trim(),
    ...(courier ? { courier: codeOf(courier) } : {}),
    ...(name ? { senderName: name } : {}),
    ...(city ? { city } : {}),
    ...(label.grams ? { weightGrams: label.grams } : {}),
    ...(phone?.length === 4 ? { phoneTail: phone } : phone ? { phone } : {}),
  };
}

type Label = { phone: string; name: string; city: string; courier: string; location: string; grams: number | null };

function LabelFields(props: { label: Label; onChange: (label: Label) => void; phoneWrong: boolean }) {
  const { label, onChange, phoneWrong } = props;
  const t = useTexts('unknownParcels');
  const words = useWords();
  const set = (change: Partial<Label>) => onChange({ ...label, ...change });
  const text = (name: 'phone' | 'name' | 'city' | 'location') => ({
    size: 'large' as const,
    maxLength: 40,
    'aria-label': t(name),
    value: label[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <div className="book-fields">
      <Field name={t('phone')} problem={phoneWrong ? t('phoneWrong') : ''}>
        <Input {...text('phone')} inputMode="tel" autoComplete="off" status={phoneWrong ? 'error' : ''} />
      </Field>
      <Field name={t('weightField')}>
        <InputNumber
          size="large"
          min={1}
          max={200_000}
          precision={0}
          aria-label={t('weightField')}
          value={label.grams}
          onChange={(grams) => set({ grams })}
        />
      </Field>
      <Field name={t('courier')}>
        <AutoComplete
          size="large"
          aria-label={t('courier')}
          value={label.courier}
          options={couriers.map((each) => ({ value: words('courier', each) }))}
          onChange={(courier: string | undefined) => set({ courier: courier ?? '' })}
        />
      </Field>
      <Field name={t('name')}>
        <Input {...text('name')} autoComplete="off" />
      </Field>
      <Field name={t('city')}>
        <Input {...text('city')} />
      </Field>
      <Field name={t('location')} problem={label.location.trim() ? '' : t('locationNeeded')}>
        <Input {...text('location')} status={label.location.trim() ? '' : 'error'} />
      </Field>
    </div>
  );
}

const Field = ({ name, problem = '', children }: { name: string; problem?: string; children: ReactNode }) => (
  <div className="book-field">
    <span>{name}</span>
    {children}
    {problem ? <span className="red">{problem}</span> : null}
  </div>
);
