import { Alert, Button, DatePicker, Form, Modal, Select, Upload } from 'antd';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { useProblemText } from '../parts/use-refusal.ts';
import { BillMapping } from './bill-mapping.tsx';
import { BillReading } from './bill-reading.tsx';
import { useAccountName } from './use-account-name.ts';
import { useBill } from './use-bill.ts';

type Bill = ReturnType<typeof useBill>;

/** Brings a platform's bill: what is in it, which columns say what, for which days, and then its import. */
export function BillDialog({ onEnd }: { onEnd: () => void }) {
  const t = useTexts('bills');
  const say = useProblemText();
  const bill = useBill(onEnd);
  const { sources, source, vendor, file, look } = bill;
  return (
    <Modal
      open
      width={760}
      onCancel={onEnd}
      title={t('title')}
      okText={t('take')}
      okButtonProps={{ disabled: !bill.take, loading: bill.isTaking }}
      onOk={() => bill.take?.()}
    >
      <p className="faint match-lead">{t('note')}</p>
      {sources.error ? <Failed error={sources.error} retry={sources.refetch} /> : null}
      <BillChoice of={bill} />
      {look.isPending ? <Waiting rows={4} /> : null}
      {look.error ? <Alert type="error" title={say(look.error)} /> : null}
      {look.data ? (
        <>
          <BillMapping
            key={`${vendor} ${file?.name} ${source?.mappedAt}`}
            source={source}
            columns={look.data.columns}
            sample={look.data.sample}
            busy={bill.isSaving}
            onSave={bill.save}
          />
          <BillReading of={look.data} />
          {look.data.reading?.errorCount === 0 ? <BillDays of={bill} /> : null}
        </>
      ) : null}
    </Modal>
  );
}

/** Platforms may be brought whether or not something is proposed for them. */
const platforms = ['taobao', 'jd', 'pinduoduo', 'douyin'];

function BillChoice({ of: { sources, vendor, shops, shopId, file, choose } }: { of: Bill }) {
  const t = useTexts('bills');
  const nameOf = useAccountName();
  const known = [...new Set([...platforms, ...(sources.data?.rows ?? []).map((source) => source.vendor)])];
  return (
    <Form layout="vertical" requiredMark={false} className="bill-choice">
      <Form.Item label={t('source')} htmlFor="bill-source">
        <Select
          id="bill-source"
          value={vendor}
          onChange={(next) => choose({ vendor: next })}
          options={known.map((value) => ({ value, label: nameOf(value) }))}
        />
      </Form.Item>
      {shops.length > 1 ? (
        <Form.Item label={t('shop')} htmlFor="bill-shop">
          <Select
            id="bill-shop"
            value={shopId ?? null}
            placeholder={t('whichShop')}
            onChange={(next) => next && choose({ shopId: next })}
            options={shops.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item label={t('file')}>
        <Upload
          accept=".csv,.txt,.xlsx"
          maxCount={1}
          showUploadList={false}
          beforeUpload={(chosen) => {
            choose({ file: chosen });
            return false;
          }}
        >
          <Button>{file ? file.name : t('choose')}</Button>
        </Upload>
      </Form.Item>
    </Form>
  );
}

function BillDays({ of: { days, setDays, yesterday } }: { of: Bill }) {
  const t = useTexts('bills');
  return (
    <Form layout="vertical" requiredMark={false}>
      <Form.Item label={t('days')} extra={t('daysHint')} htmlFor="bill-days">
        <DatePicker.RangePicker
          id={{ start: 'bill-days' }}
          allowClear={false}
          value={days ?? null}
          maxDate={yesterday}
          onChange={(both) => setDays(both?.[0] && both[1] ? [both[0], both[1]] : undefined)}
        />
      </Form.Item>
    </Form>
  );
}
