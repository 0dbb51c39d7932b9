import { useTexts } from '../locales/texts.ts';
import { ReleaseConfirm } from './release-confirm.tsx';
import type { Release } from './use-release.ts';

/** Makes an earlier version decide again. */
export function RollBack({ version, release, onClose }: { version: number; release: Release; onClose: () => void }) {
  const t = useTexts('policy');
  return (
    <ReleaseConfirm
      seen={release.seq}
      change={{ action: 'roll_back', version }}
      title={t('rollBackAsk', { version })}
      body={t('rollBackBody', { version, live: release.version })}
      go={t('rollBack')}
      onClose={onClose}
    />
  );
}
