import { ScanOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { useContext, useEffect, useRef, useState } from 'react';
import { useTexts } from '../locales/texts.ts';
import { HotKeyContext } from './hot-keys.ts';

/** A scanner types its next character within a few milliseconds; a finger does not. */
const FINGER_MS = 160;

const wantsFocus = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, .ant-modal, [role="dialog"], .ant-select') !== null;

/**
 * What had the focus may be gone from the page, or is a button that was tapped a moment ago: a scanner types all the same.
 * Enter and space on a button are the button's.
 */
function isForNobody(event: KeyboardEvent, holder: Element | null): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || wantsFocus(holder)) return false;
  const isNobodys = holder === null || holder === document.body;
  return event.key === 'Enter' ? isNobodys : event.key.length === 1 && (isNobodys || event.key !== ' ');
}

type Props = {
  busy: boolean;
  /** What is scanned now, where it is not a parcel. */
  asks?: string | undefined;
  onScan: (code: string) => void;
};

/** The one input of the desk. It takes the focus back from everything that does not need typing. */
export function ScanBox({ busy, asks, onScan }: Props) {
  const t = useTexts('receiving');
  const keys = useContext(HotKeyContext);
  const box = useRef<InputRef>(null);
  const [typed, setTyped] = useState('');
  const typedNow = useRef('');
  typedNow.current = typed;
  const press = useRef<(key: string) => void>(() => {});

  useEffect(() => {
    const takeBack = (event: Event) => {
      if (!wantsFocus(event.target)) setTimeout(() => box.current?.focus({ preventScroll: true }), 0);
    };
    box.current?.focus({ preventScroll: true });
    window.addEventListener('click', takeBack);
    window.addEventListener('focus', takeBack);
    const catchKey = (event: KeyboardEvent) => {
      if (!isForNobody(event, document.activeElement)) return;
      box.current?.focus({ preventScroll: true });
      press.current(event.key);
    };
    window.addEventListener('keydown', catchKey, true);
    return () => {
      window.removeEventListener('keydown', catchKey, true);
      window.removeEventListener('click', takeBack);
      window.removeEventListener('focus', takeBack);
    };
  }, []);

  const onKey = (key: string) => {
    if (key === 'Enter') {
      const code = typed.trim();
      setTyped('');
      if (code) onScan(code);
      else keys.current['enter']?.();
      return;
    }
    const action = keys.current[key.toLowerCase()];
    if (!action || typed !== '') return;
    // The same digit begins many waybills: only a digit that stays alone was meant as a key.
    setTimeout(() => {
      if (typedNow.current.toLowerCase() !== key.toLowerCase()) return;
      setTyped('');
      action();
    }, FINGER_MS);
  };

  press.current = onKey;

  return (
    <Input
      ref={box}
      className="scan-box"
      size="large"
      prefix={<ScanOutlined aria-hidden />}
      placeholder={asks ?? t(busy ? 'scanning' : 'scan')}
      aria-label={asks ?? t('scan')}
      autoComplete="off"
      spellCheck={false}
      inputMode="text"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => onKey(event.key)}
    />
  );
}
