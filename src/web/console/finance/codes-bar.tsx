import { Button } from 'antd';
import { useTexts } from '../locales/texts.ts';

type BarProps = {
  note: string;
  /** Left out where he may only look. */
  onSave?: () => void;
  onFill?: () => void;
  isChanged: boolean;
  isSaving: boolean;
};

/** Above a list of codes: what they are for, and what is done with all that was typed. */
export function CodesBar({ note, onSave, onFill, isChanged, isSaving }: BarProps) {
  const t = useTexts('finance');
  return (
    <div className="codes-bar">
      <p className="faint">{note}</p>
      {onSave ? (
        <div className="codes-tools">
          {onFill ? (
            <Button size="small" onClick={onFill}>
              {t('sameCodes')}
            </Button>
          ) : null}
          <Button size="small" type="primary" disabled={!isChanged} loading={isSaving} onClick={onSave}>
            {t('save')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
