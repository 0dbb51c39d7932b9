import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../locales/texts.ts';

/** Says no to scrap that waits, and why: who asked reads it. */
export function RefuseScrap({ isBusy, onSaid }: { isBusy: boolean; onSaid: (note: string) => void }) {
  const t = useTexts('warehouse');
  const [isOpen, setOpen] = useState(false);
  const [note, setNote] = useState('');
  return (
    <>
      <Button loading={isBusy} onClick={() => setOpen(true)}>
        {t('scrapRefuse')}
      </Button>
      <Modal
        open={isOpen}
        title={t('scrapRefuseWhy')}
        okText={t('scrapRefuse')}
        okButtonProps={{ disabled: note.trim() === '' }}
        onCancel={() => setOpen(false)}
        onOk={() => {
          setOpen(false);
          onSaid(note.trim());
        }}
      >
        <Input.TextArea
          autoFocus
          rows={3}
          maxLength={500}
          aria-label={t('scrapRefuseWhy')}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Modal>
    </>
  );
}
