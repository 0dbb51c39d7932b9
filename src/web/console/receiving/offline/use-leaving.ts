import { App } from 'antd';
import { useTexts } from '../../locales/texts.ts';
import { countUnsent } from './sync.ts';

/** Asks first where somebody signs out and steps at the dock have not been sent: they wait on this device only. */
export function useLeaving(): (signOut: () => Promise<void>) => void {
  const t = useTexts('handheld');
  const { modal } = App.useApp();
  return (signOut) =>
    void countUnsent().then((count) => {
      if (count === 0) return signOut();
      modal.confirm({
        title: t('leaveAsk', { count }),
        content: t('leaveBody'),
        okText: t('leaveGo'),
        okButtonProps: { danger: true },
        onOk: signOut,
      });
      return undefined;
    });
}
