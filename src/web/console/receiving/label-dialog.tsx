import { Button, InputNumber, Modal } from 'antd';
import bwipjs from 'bwip-js/browser';
import { useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import type { Line } from './line-work.ts';

type Props = { rma: Pick<RmaView, 'id' | 'number'>; line: Line; onClose: () => void };

/** The label of graded goods, for three kinds of printers. What the browser prints has every script. */
export default function LabelDialog({ rma, line, onClose }: Props) {
  const t = useTexts('handheld');
  const [copies, setCopies] = useState(1);
  const address = (format: string) => `/api/rmas/${rma.id}/lines/${line.id}/label.${format}?copies=${copies}`;
  return (
    <Modal open onCancel={onClose} title={t('labelTitle')} footer={null} width={420}>
      <div className="label-dialog">
        <Label rma={rma} line={line} />
        <div className="stepper">
          <span>{t('copies')}</span>
          <InputNumber
            size="large"
            min={1}
            max={99}
            precision={0}
            value={copies}
            onChange={(value) => setCopies(value ?? 1)}
          />
        </div>
        <Button size="large" type="primary" onClick={() => window.print()}>
          {t('labelPrint')}
        </Button>
        <Button size="large" href={address('pdf')} target="_blank">
          {t('labelPdf')}
        </Button>
        <Button size="large" href={address('zpl')} download={`${rma.number}-${line.sku}.zpl`}>
          {t('labelZpl')}
        </Button>
        <p className="faint">{t('labelNote')}</p>
      </div>
      {createPortal(
        <div className="label-print">
          {Array.from({ length: copies }, (_, copy) => (
            <Label key={copy} rma={rma} line={line} />
          ))}
        </div>,
        document.body,
      )}
    </Modal>
  );
}

function Label({ rma, line }: Omit<Props, 'onClose'>) {
  const words = useWords();
  const text = `${line.sku}|${rma.number}`.replace(/[^\x20-\x7e]/g, '?');
  const [bars, square] = useMemo(
    () => [
      pictureOf(bwipjs.toSVG({ bcid: 'code128', text, height: 10, scale: 2 })),
      pictureOf(bwipjs.toSVG({ bcid: 'qrcode', text, scale: 2 })),
    ],
    [text],
  );
  return (
    <div className="label">
      <div>
        <strong>{line.title}</strong>
        <span>{line.sku}</span>
        <span>{rma.number}</span>
        <strong>
          {line.grade ? words('grade', line.grade) : ''} × {line.quantity}
        </strong>
      </div>
      <img className="label-square" src={square} alt="" />
      <img className="label-bars" src={bars} alt={text} />
    </div>
  );
}

const pictureOf = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;
