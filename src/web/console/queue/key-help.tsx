import { Modal } from 'antd';
import { useTexts } from '../locales/texts.ts';

export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts('queue');
  const keys: readonly (readonly [string[], string])[] = [
    [['k', 'j'], t('key.move')],
    [['Enter'], t('key.open')],
    [['x'], t('key.select')],
    [['a'], t('key.approve')],
    [['r'], t('key.reject')],
    [['e'], t('key.evidence')],
    [['t'], t('key.take')],
    [['m'], t('key.talk')],
    [['/'], t('key.search')],
    [['Esc'], t('key.escape')],
    [['?'], t('key.help')],
  ];
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('keys')} width={360}>
      <dl className="keys">
        {keys.map(([names, meaning]) => (
          <div key={meaning}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
