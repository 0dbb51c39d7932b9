import { DatePicker, Form, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useContext } from 'react';
import { recordDispute } from '../../../contract/disputes.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { type DisputeStep, nextSteps } from '../../../domain/returns/dispute.ts';
import { fromWallClock, toWallClock } from '../../../domain/time.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { ZoneContext } from '../parts/use-formats.ts';
import { useRmaAct } from './use-rma-act.ts';

type Asked = { step: DisputeStep; at: Dayjs; outcome?: (typeof outcomes)[number] };

const outcomes = ['refunded', 'refused', 'closed', 'withdrawn'] as const;

const WALL_CLOCK = 'YYYY-MM-DD HH:mm:ss';

/** Writes down what the platform's console says of the dispute. The clocks count from the moment given here. */
export function DisputeDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('rma');
  const words = useWords();
  // In the merchant's zone, as all times of the page, wherever the clerk sits.
  const zone = useContext(ZoneContext);
  const now = dayjs(toWallClock(useNow(), zone));
  const [form] = Form.useForm<Asked>();
  const steps = nextSteps(rma.intervention, rma.dispute?.endedAt !== undefined);
  const step = Form.useWatch('step', form) ?? steps[0];
  const record = useRmaAct(recordDispute, 'record_dispute', rma, { onDone: onClose });
  return (
    <FormDialog
      form={form}
      title={`${t('disputeTitle')} · ${rma.number}`}
      okText={t('disputeGo')}
      busy={record.isPending}
      onClose={onClose}
      initialValues={{ step: steps[0], at: now }}
      onFinish={({ at, outcome, ...body }) =>
        record.mutate({
          params: { rmaId: rma.id },
          body: {
            ...body,
            at: fromWallClock(at.format(WALL_CLOCK), zone),
            ...(body.step === 'decided' && outcome ? { outcome } : {}),
          },
        })
      }
    >
      <p className="faint">{t('disputeHint')}</p>
      <Form.Item name="step" label={t('disputeStep')}>
        <Radio.Group
          style={{ display: 'grid', gap: 8 }}
          options={steps.map((value) => ({ value, label: words('disputeStep', value) }))}
        />
      </Form.Item>
      {step === 'decided' ? (
        <Form.Item name="outcome" label={t('disputeOutcome')} rules={[{ required: true, message: t('needOutcome') }]}>
          <Select options={outcomes.map((value) => ({ value, label: words('ruling', value) }))} />
        </Form.Item>
      ) : null}
      <Form.Item name="at" label={t('disputeAt')} rules={[{ required: true, message: t('needMoment') }]}>
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          disabledDate={(day) => day.isAfter(now, 'day')}
          style={{ width: '100%' }}
        />
      </Form.Item>
      {step === 'ended' && rma.intervention === 'open' ? <p className="amber">{t('disputeUndo')}</p> : null}
    </FormDialog>
  );
}
