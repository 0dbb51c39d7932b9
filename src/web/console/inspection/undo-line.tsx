import { Button, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { undoDisposition, undoInspection } from '../../../contract/warehouse.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRmaAct } from '../rma/use-rma-act.ts';

type Line = RmaView['lines'][number];
type Undo = 'undo_disposition' | 'undo_inspection';

const undoOf = (line: Line): Undo | null => {
  if (line.disposition !== 'undecided' && line.disposition !== 'none') return 'undo_disposition';
  return line.inspection === 'graded' ? 'undo_inspection' : null;
};

/** While two look at the same units, their verdict is taken back for all of them or for none. */
const isCompared = ({ waitsFor }: Line): boolean => waitsFor === 'second_look' || waitsFor === 'verdict';

/** Takes back what was done last with the goods of a line, where the one who looks may. */
export function UndoLine({ rma, line }: { rma: RmaView; line: Line }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const undo = undoOf(line);
  if (!undo || !rma.abilities.some(({ command, allowed }) => command === undo && allowed)) return null;
  return (
    <p>
      <Button size="small" onClick={() => setOpen(true)}>
        {words('verb', undo)}
      </Button>
      {open ? <UndoDialog rma={rma} line={line} undo={undo} onClose={() => setOpen(false)} /> : null}
    </p>
  );
}

type Props = { rma: RmaView; line: Line; undo: Undo; onClose: () => void };

function UndoDialog({ rma, line, undo, onClose }: Props) {
  const t = useTexts('inspection');
  const words = useWords();
  const [form] = Form.useForm<{ quantity: number; because: string }>();
  const putBack = useRmaAct(undoDisposition, 'undo_disposition', rma, { onDone: onClose });
  const judgeAgain = useRmaAct(undoInspection, 'undo_inspection', rma, { onDone: onClose });
  const act = undo === 'undo_disposition' ? putBack : judgeAgain;
  return (
    <Modal
      open
      onCancel={onClose}
      title={`${words('verb', undo)} · ${line.title}`}
      okText={words('verb', undo)}
      okButtonProps={{ danger: true, loading: act.isPending }}
      onOk={form.submit}
    >
      <p>{t(`undo.${undo}`, { way: words('disposition', line.disposition) })}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ quantity: line.quantity }}
        onFinish={(body) => act.mutate({ params: { rmaId: rma.id, lineId: line.id }, body })}
      >
        {line.quantity > 1 && !isCompared(line) ? (
          <Form.Item name="quantity" label={t('units')}>
            <InputNumber min={1} max={line.quantity} precision={0} />
          </Form.Item>
        ) : (
          <Form.Item name="quantity" hidden>
            <InputNumber />
          </Form.Item>
        )}
        <Form.Item
          name="because"
          label={t('because')}
          rules={[{ required: true, whitespace: true, message: t('becauseNeeded') }]}
        >
          <Input autoFocus maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
