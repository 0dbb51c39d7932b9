import { DeleteOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTexts } from '../locales/texts.ts';

type Props = {
  max: number;
  okText: (count: number) => string;
  busy: boolean;
  onOk: (count: number) => void;
  onCancel: () => void;
};

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

/** Digits for thumbs in gloves. */
export function NumberPad({ max, okText, busy, onOk, onCancel }: Props) {
  const shell = useTexts('shell');
  const [typed, setTyped] = useState('');
  const count = Number(typed || 0);
  const fits = count >= 1 && count <= max;
  return (
    <div className="pad">
      <output className={`pad-shown${typed && !fits ? ' red' : ''}`}>
        {typed || '0'} <small>/ {max}</small>
      </output>
      <div className="pad-keys">
        {digits.map((digit) => (
          <button key={digit} type="button" className="big" onClick={() => setTyped(`${typed}${digit}`.slice(0, 6))}>
            {digit}
          </button>
        ))}
        <button type="button" className="big" aria-label={shell('clear')} onClick={() => setTyped('')}>
          <DeleteOutlined />
        </button>
        <button type="button" className="big quiet" onClick={onCancel}>
          {shell('back')}
        </button>
      </div>
      <button type="button" className="big primary" disabled={!fits || busy} onClick={() => onOk(count)}>
        {okText(count)}
      </button>
    </div>
  );
}
