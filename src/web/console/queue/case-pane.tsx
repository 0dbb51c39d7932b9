import { useTexts } from '../locales/texts.ts';
import { Blank, Waiting } from '../parts/blank.tsx';
import { Case } from '../rma/case.tsx';

type Props = { rmaId: string | undefined; waiting: boolean; onDecided: () => void };

/** The open return beside the list. */
export function CasePane({ rmaId, waiting, onDecided }: Props) {
  const t = useTexts('queue');
  return (
    <section className="queue-case">
      {rmaId ? (
        <Case rmaId={rmaId} onDecided={onDecided} inPane />
      ) : waiting ? (
        <Waiting rows={10} />
      ) : (
        <Blank title={t('choose')} hint={t('chooseHint')} />
      )}
    </section>
  );
}
