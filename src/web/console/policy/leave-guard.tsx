import { Button, Modal } from 'antd';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useTexts } from '../locales/texts.ts';
import type { Editing } from './use-draft-editing.ts';

/** Asks before unsaved changes are left behind, by a link or by closing the page. */
export function LeaveGuard({ editing }: { editing: Editing }) {
  const t = useTexts('draft');
  const { dirty, saving, canSave, save } = editing;
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
  if (blocker.state !== 'blocked') return null;
  const saveAndLeave = async () => {
    if (await save()) blocker.proceed();
    else blocker.reset();
  };
  return (
    <Modal
      open
      className="many-ways"
      title={t('leaveTitle')}
      onCancel={() => blocker.reset()}
      footer={[
        <Button key="stay" onClick={() => blocker.reset()}>
          {t('stay')}
        </Button>,
        <Button key="go" danger onClick={() => blocker.proceed()}>
          {t('leaveGo')}
        </Button>,
        <Button key="save" type="primary" disabled={!canSave} loading={saving} onClick={() => void saveAndLeave()}>
          {t('saveAndLeave')}
        </Button>,
      ]}
    >
      <p>{t('leaveBody')}</p>
      {canSave || saving ? null : <p className="amber">{t('saveUnnamed')}</p>}
    </Modal>
  );
}
