import { Input } from 'antd';
import { useTexts } from '../locales/texts.ts';

/** Why rules are released, for whoever looks it up later. */
export function NoteField({ value, onChange }: { value: string; onChange: (note: string) => void }) {
  const t = useTexts('policy');
  return (
    <div className="field">
      <span>{t('noteField')}</span>
      <Input
        aria-label={t('noteField')}
        value={value}
        maxLength={500}
        placeholder={t('noteHint')}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
